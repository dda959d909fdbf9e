import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { Dataset } from "../../../lib/data/index.ts";
import { displaySymbol } from "../../../lib/display/index.ts";
import { tf } from "../../../lib/engine/index.ts";
import * as models from "../../../lib/models/index.ts";
import { lbfgs } from "../../../lib/models/baselines/lbfgs.ts";
import { solveCholesky } from "../../../lib/models/baselines/solveCholesky.ts";
import { altered, blobs, plane } from "./problems.ts";

const oracle = JSON.parse(
  readFileSync(new URL("../../oracle/trainBaselines.json", import.meta.url), "utf8"),
) as {
  iris: { inputs: number[]; targets: number[] };
  diabetes: { inputs: number[]; targets: number[] };
  nearestCentroid: number[];
  logisticProbabilities: number[];
  ridge: number[];
  ridgeR2: number;
};

const rowsWhere = (size: number, keep: (row: number) => boolean): number[] =>
  Array.from({ length: size }, (_, row) => row).filter((row) => keep(row));
const iris = new Dataset({
  name: "iris",
  kind: "table",
  task: "classification",
  shape: [4],
  inputs: Float32Array.from(oracle.iris.inputs),
  targets: oracle.iris.targets,
});
const diabetes = new Dataset({
  name: "diabetes",
  kind: "table",
  task: "regression",
  shape: [10],
  inputs: Float32Array.from(oracle.diabetes.inputs),
  targets: oracle.diabetes.targets,
});
const irisTraining = iris.take(rowsWhere(iris.size, (row) => row % 3 !== 0));
const irisTest = iris.take(rowsWhere(iris.size, (row) => row % 3 === 0));

const finish = <Result>(work: Generator<void, Result>): Result => {
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
  }
};

describe("nearestCentroid", () => {
  it("says what scikit-learn's does", () => {
    const predicted = models.nearestCentroid(irisTraining).predict(irisTest);
    expect(Array.from(predicted)).toEqual(oracle.nearestCentroid);
  });

  it("never says a class without examples", () => {
    const two = altered(blobs({ classes: 3 }), {
      targets: Array.from({ length: 300 }, (_, i) => (i % 2) * 2),
    });
    expect(new Set(models.nearestCentroid(two).predict(two))).toEqual(new Set([0, 2]));
  });
});

describe("logisticRegression", () => {
  it("gives scikit-learn's probabilities", () => {
    const fitted = finish(models.logisticRegression(irisTraining, { maxIterations: 500, tolerance: 1e-6 }));
    const probabilities = fitted.probabilities!(irisTest);
    // float32 gradients end within some 1e-4 of the double precision optimum.
    oracle.logisticProbabilities.forEach((expected, i) =>
      expect(Math.abs(probabilities[i]! - expected)).toBeLessThan(2e-3),
    );
    expect(Array.from(fitted.predict(irisTest))).toEqual(
      Array.from({ length: irisTest.size }, (_, row) => {
        const shares = oracle.logisticProbabilities.slice(row * 3, row * 3 + 3);
        return shares.indexOf(Math.max(...shares));
      }),
    );
  });

  it("frees its tensors, also when it is left early", () => {
    const before = tf.memory().numTensors;
    finish(models.logisticRegression(irisTraining));
    const left = models.logisticRegression(irisTraining);
    left.next();
    left.return(undefined as never);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("ridge", () => {
  const half = diabetes.take(rowsWhere(diabetes.size, (row) => row % 2 === 0));
  const rest = diabetes.take(rowsWhere(diabetes.size, (row) => row % 2 === 1));

  it("gives scikit-learn's predictions", () => {
    const predicted = models.ridge(half).predict(rest);
    // Targets reach 346; the Gram matrix is summed in float32.
    oracle.ridge.forEach((expected, i) => expect(Math.abs(predicted[i]! - expected)).toBeLessThan(0.05));
  });

  it("is exact for a plane without noise, when the penalty vanishes", () => {
    const exact = plane({ noise: 0 });
    const predicted = models.ridge(exact, { l2: 1e-9 }).predict(exact);
    predicted.forEach((value, i) => expect(value).toBeCloseTo(exact.targets[i]!, 2));
  });

  it("bears constant and repeated columns", () => {
    const source = plane({ columns: 3 });
    const inputs = source.inputsOf(rowsWhere(source.size, () => true));
    for (let row = 0; row < source.size; row++) {
      inputs[row * 3 + 1] = inputs[row * 3]!;
      inputs[row * 3 + 2] = 1e6;
    }
    const predicted = models.ridge(altered(source, { inputs })).predict(source);
    expect(predicted.every((value) => Number.isFinite(value))).toBe(true);
  });
});

describe("baselines", () => {
  it("is one table with the metric, its interval and the count", async () => {
    const result = await models.baselines(irisTraining, { validation: irisTest });
    expect(result.rows.map(({ baseline }) => baseline)).toEqual([
      "majority",
      "nearest centroid",
      "logistic regression",
    ]);
    for (const row of result.rows) {
      expect(row.count).toBe(50);
      expect(row.low).toBeLessThan(row.value);
      expect(row.high).toBeGreaterThanOrEqual(row.value);
    }
    expect(result.rows[0]!.value).toBeCloseTo(16 / 50, 1);
    expect(result.best).toBe("logistic regression");
    expect(result.partial).toBe(false);
    expect(Object.keys(JSON.parse(JSON.stringify(result)) as object)).toEqual([
      "task",
      "rows",
      "best",
      "partial",
    ]);
    expect(String(result)).toContain("A net has to beat logistic regression: accuracy 100.00 %.");
    const bundle = await (result as never as Record<symbol, () => Promise<Record<string, string>>>)[
      displaySymbol
    ]!();
    expect(bundle["text/html"]).toContain("<table");
  });

  it("has predictors that work on other datasets", async () => {
    const { predictors } = await models.baselines(irisTraining, { validation: irisTest });
    expect(
      predictors["majority"]!.predict(irisTest).every(
        (label) => label === predictors["majority"]!.predict(irisTest)[0],
      ),
    ).toBe(true);
    const shares = predictors["majority"]!.probabilities!(irisTest.take([0]));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  });

  it("measures regression by RMSE and R²", async () => {
    const half = diabetes.take(rowsWhere(diabetes.size, (row) => row % 2 === 0));
    const rest = diabetes.take(rowsWhere(diabetes.size, (row) => row % 2 === 1));
    const { rows, best } = await models.baselines(half, { validation: rest });
    expect(rows.map(({ baseline, metric }) => [baseline, metric])).toEqual([
      ["mean", "RMSE"],
      ["ridge regression", "RMSE"],
    ]);
    expect(rows[1]!.r2).toBeCloseTo(oracle.ridgeR2, 3);
    expect(rows[0]!.r2).toBeLessThanOrEqual(0);
    expect(best).toBe("ridge regression");
  });

  it("tells each row as it comes, and stops when asked, with what is done", async () => {
    const work = models.baselines(irisTraining, { validation: irisTest });
    const seen: string[] = [];
    for await (const row of work) {
      seen.push(row.baseline);
      if (seen.length === 1) work.stop();
    }
    const result = await work;
    expect(result.partial).toBe(true);
    expect(result.rows.length).toBeLessThan(3);
    expect(String(result)).toContain("Interrupted");
  });

  it("judges the goal", async () => {
    const goal = { metric: "accuracy", atLeast: 0.5 };
    expect(String(await models.baselines(irisTraining, { validation: irisTest, goal }))).toContain(
      "The goal is reached by it already.",
    );
  });

  it("needs a validation set of the same kind", () => {
    expect(() => models.baselines(irisTraining, {} as never)).toThrow(
      "models.baselines: expected { validation }",
    );
    expect(() => models.baselines(irisTraining, { validation: diabetes })).toThrow("inputs [10]");
  });

  it("names examples with missing values and labels outside the classes", () => {
    const inputs = irisTraining.inputsOf(rowsWhere(irisTraining.size, () => true));
    inputs[4 * 7 + 2] = Number.NaN;
    const holed = altered(irisTraining, { inputs, name: "holed" });
    expect(() => models.baselines(holed, { validation: irisTest })).toThrow(
      `models.baselines: expected finite inputs, got NaN in 1 of 100 examples, id ${irisTraining.ids[7]}.`,
    );
    const set = blobs();
    const targets = Array.from(set.targets);
    targets[5] = 255;
    expect(() => models.baselines(altered(set, { targets }), { validation: set })).toThrow(
      "expected labels from 0 to 2, the 3 classes of blobs, got label 255 and the like in 1 of 300 examples, id 5.",
    );
  });
});

describe("lbfgs", () => {
  it("finds the minimum of Rosenbrock's function", () => {
    const { point, converged } = finish(
      lbfgs(
        ([x, y], gradient) => {
          gradient[0] = -2 * (1 - x!) - 400 * x! * (y! - x! * x!);
          gradient[1] = 200 * (y! - x! * x!);
          return (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2;
        },
        Float64Array.of(-1.2, 1),
        { maxIterations: 200, tolerance: 1e-8 },
      ),
    );
    expect(converged).toBe(true);
    expect(point[0]).toBeCloseTo(1, 6);
    expect(point[1]).toBeCloseTo(1, 6);
  });
});

describe("solveCholesky", () => {
  it("solves a small system", () => {
    // [[4, 2], [2, 3]] · [1, 2] = [8, 8]
    const [x, y] = solveCholesky(Float64Array.of(4, 2, 2, 3), Float64Array.of(8, 8));
    expect(x).toBeCloseTo(1, 12);
    expect(y).toBeCloseTo(2, 12);
  });
});
