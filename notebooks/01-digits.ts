// %% [markdown]
// # Handwritten digits: the recipe's first pass
//
// Andrej Karpathy's *A Recipe for Training Neural Networks* starts from two observations: training neural nets is a leaky
// abstraction, and it **fails silently**. A net with a bug in it usually still trains; it is just a little worse, and nobody
// is told. The cure is to go from simple to complex, to say beforehand what each step should show, and to stop when it does
// not.
//
// This notebook walks through the recipe once, on 70,000 handwritten digits. Every step is a cell or two that you can use on
// your own data by changing the first line.

// %%
import { checks, data, engine, evaluate, inspect, models, report, train } from "roux";

const seed = 7; // fixed: run it twice and you get the same numbers
await engine.ready();
engine

// %% [markdown]
// ## 1. Become one with the data
//
// > The first step to training a neural net is to not touch any neural net code at all and instead begin by thoroughly
// > inspecting your data.
//
// There are 60,000 digits to learn from and 10,000 to be judged by. Look at random ones first, each with its label.

// %%
const digits = await data.digits();
inspect.sampleGrid(digits, { count: 60, seed })

// %% [markdown]
// What is in the numbers? The range of the pixels, how many of them never change, whether anything is missing. A net expects
// inputs of about the size of 1: pixels from 0 to 255 would be a silent bug. And is any class rare? With balanced classes,
// accuracy is a fair measure, and a net that guesses is right one time in ten.

// %%
const summary = await inspect.summary(digits);
summary

// %% [markdown]
// > The outliers especially almost always uncover some bugs in data quality or preprocessing.
//
// Here are the digits that are farthest from all others. Are they mislabelled, or broken by the scanner, or just written by
// somebody in a hurry?

// %%
const sample = digits.sample(5_000, { seed });
const strangest = await inspect.outliers(sample, { count: 16 });
strangest

// %% [markdown]
// And the digits nearest to the strangest ones. Where most neighbours carry another label, the task is hard, or the label is
// wrong.

// %%
await inspect.neighbors(digits, { of: strangest.evidence.ids.slice(0, 5), count: 8 })

// %% [markdown]
// ## 2. A skeleton one can trust, and dumb baselines
//
// Set 5,000 digits apart to choose by. The source's own 10,000 test digits stay in the drawer until the very end.

// %%
const split = data.split(digits, { validation: 5_000, seed });
const { validation, test } = split;

// Without the TensorFlow engine we train on a part of the digits, so that this page is done within minutes.
const native = engine.info().name === "tensorflow";
const training = native ? split.training : split.training.sample(6_000, { seed });

console.log(`Training on ${training.size} of ${split.training.size} digits.`);
console.log(`Choosing by ${validation.size}, judged by ${test.size}.`);
const balance = inspect.classBalance(training);

// %% [markdown]
// Say what is to be reached *before* training, so that the result can't move the goal.

// %%
const goal = evaluate.goal({ metric: "accuracy", atLeast: native ? 0.99 : 0.95 });
goal

// %% [markdown]
// How far does one get without a neural net at all? Whatever we build later must beat the best of these, or it is not worth
// its electricity.

// %%
await models.baselines(training.sample(6_000, { seed }), { validation, goal })

// %% [markdown]
// Now a small convolutional net. Don't be a hero: two convolutions, two poolings, one dense layer, and some dropout.

// %%
const model = models.convnet(training, { dropout: 0.4, seed });
models.summary(model)

// %% [markdown]
// **Verify the loss at initialisation.** A net that knows nothing should give each of the ten digits a chance of 1 in 10: a
// loss of ln 10 ≈ 2.303. Anything else means that the last layer, the loss or the labels are not what we think.

// %%
const initialLoss = await checks.initialLoss(model, training, { seed });
initialLoss

// %% [markdown]
// **Overfit one batch.** A net that cannot learn a handful of examples by heart will not learn 55,000. This trains a copy; our
// model keeps its weights.

// %%
const overfitBatch = await checks.overfitBatch(model, training, { seed });
overfitBatch

// %% [markdown]
// **Does the net use its input?** Train a copy on blank pictures. If it does as well as with the real ones, the pictures never
// arrive.

// %%
const inputIndependent = await checks.inputIndependent(model, training, { seed });
inputIndependent

// %% [markdown]
// ## 3. Train
//
// The set-up has passed. Adam, a learning rate that falls to zero at the end, a few passes over the data. The curve is live:
// stop the cell whenever you like, the weights learnt so far stay.

// %%
const run = await train.fit(model, training, {
  validation,
  epochs: 5,
  batchSize: native ? 128 : 32,
  learningRate: native ? 3e-3 : 1e-3,
  schedule: "cosine",
  seed,
  hypothesis: "a small convnet beats every baseline and reaches 99 %",
});

// %% [markdown]
// ## 4. Judge
//
// Now, once, the test set: all of its 10,000 digits, with the interval that so many examples allow.

// %%
const accuracy = await evaluate.accuracy(run, test);
const reached = evaluate.judge(goal, accuracy);
reached

// %% [markdown]
// Where is it confused?

// %%
await evaluate.confusion(run, test)

// %% [markdown]
// And which digits does it get most wrong? Some of them you would get wrong as well.

// %%
await evaluate.worst(run, test, { count: 24 })

// %% [markdown]
// ## 5. What next
//
// - **Look at the worst mistakes again.** How many are wrong labels? That share is the best that any model can reach.
// - **Compare the training loss with the validation loss** in the curve above. While the training loss is still high, a larger
//   net (`models.convnet(training, { filters: [32, 64], seed })`) will help; once it is much lower than the validation
//   loss, more data or regularisation will.
// - **Change one thing at a time,** with a hypothesis, and keep the seed.
//
// Everything this page found, in one table:

// %% tags=["verdicts"]
report.verdicts([summary, balance, strangest, initialLoss, overfitBatch, inputIndependent, reached])
