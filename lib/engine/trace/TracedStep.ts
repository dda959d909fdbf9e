import type { Tensor } from "@tensorflow/tfjs";
import { EngineError, OptionError } from "../../errors/index.ts";
import { CompiledStep } from "./CompiledStep.ts";
import { difference } from "./difference.ts";
import { Recording } from "./Recording.ts";
import type { Recorded } from "./Recording.ts";
import { currentStep, withinStep } from "./StepContext.ts";
import type { StepContext } from "./StepContext.ts";
import { StepRandom } from "./StepRandom.ts";
import { putTogether, signature, takeApart } from "./structure.ts";
import type { Structure } from "./structure.ts";
import { tensorFlowBackend, tf } from "./tfjs.ts";
import type { NodeBackend } from "./tfjs.ts";
import type { TraceInfo } from "./TraceInfo.ts";

/** Recordings after which a step that never gives the same twice runs op by op. */
const patience = 4;
/** Signatures whose functions are kept; beyond, the one not used for longest is freed. */
const keptSignatures = 8;

/** How a traced step is to run. */
export interface StepSettings {
  readonly mode: "graph" | "eager";
  readonly seed: number;
  readonly xla: boolean;
  readonly dependsOn: (() => readonly unknown[]) | undefined;
  readonly onFallback: (reason: string) => void;
}

interface Signature {
  compiled?: CompiledStep;
  /** The last recording, to be compared with the next. */
  recorded?: Recorded;
  recordings: number;
  dependencies: readonly unknown[];
}

/** The state behind one traced function. */
export class TracedStep {
  /** Number of the next step, from 0: with the seed it decides what random ops draw. */
  step = 0;
  readonly #body: (...args: never[]) => unknown;
  readonly #settings: StepSettings;
  readonly #signatures = new Map<string, Signature>();
  #mode: "graph" | "eager";
  #reason: string | undefined;
  #xla: boolean;
  #traces = 0;
  #stale = 0;
  #graphSteps = 0;
  /** Whether two recordings agreed once: then other signatures are trusted at once. */
  #steady = false;
  #last: CompiledStep | undefined;
  #disposed = false;

  constructor(body: (...args: never[]) => unknown, settings: StepSettings) {
    this.#body = body;
    this.#settings = settings;
    this.#mode = settings.mode;
    this.#xla = settings.xla;
    if (settings.mode === "eager") this.#reason = "it was asked for";
  }

  info(): TraceInfo {
    return {
      mode: this.#mode,
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
      xla: this.#xla && this.#mode === "graph",
      traces: this.#traces,
      graphSteps: this.#graphSteps,
      steps: this.step,
      ops: this.#last?.ops ?? 0,
      constants: this.#last?.constants ?? 0,
    };
  }

  call(args: readonly unknown[]): unknown {
    if (this.#disposed) {
      throw new EngineError({
        where: "engine.trace",
        expected: "a traced step in use",
        received: "one that was disposed",
        hint: "Trace the step again.",
      });
    }
    // Within another traced step this one is part of it: its ops are recorded there, its chance comes from there.
    if (currentStep()) return this.#body(...(args as never[]));
    const result = this.#run(args);
    this.step++;
    return result;
  }

  dispose(): void {
    this.#disposed = true;
    this.#clear();
  }

  #run(args: readonly unknown[]): unknown {
    const tensors: Tensor[] = [];
    const structure = takeApart("a traced step's arguments", args, tensors);
    if (this.#mode === "eager") return this.#runEagerly(args);
    const backend = tensorFlowBackend();
    if (!backend) {
      this.#mode = "eager";
      this.#reason = `the ${tf.getBackend()} engine has no graphs`;
      return this.#runEagerly(args);
    }
    // Under tf.grad every op must be seen by tf.js.
    if (tf.engine().state.gradientDepth > 0) return this.#runEagerly(args);
    const state = this.#signature(signature(structure, tensors));
    if (state.compiled) {
      const stale = this.#staleness(state);
      if (stale === undefined) return this.#runCompiled(state, args, tensors);
      this.#forget(state);
      if (++this.#stale > 16 + this.#graphSteps / 4) {
        return this.#fallBack(`it had to be recorded too often, last because ${stale}`, args);
      }
    }
    return this.#record(backend, state, structure, tensors);
  }

  #runCompiled(state: Signature, args: readonly unknown[], tensors: readonly Tensor[]): unknown {
    let result: unknown;
    try {
      result = state.compiled!.run(tensors);
    } catch (error) {
      // XLA can compile fewer ops than TensorFlow can run, and says so at the first call, before anything has changed.
      if (!this.#xla || !(error instanceof EngineError)) throw error;
      this.#xla = false;
      this.#reason = `XLA can't compile it: ${error.message}`;
      this.#settings.onFallback(this.#reason);
      this.#clear();
      return this.#run(args);
    }
    this.#graphSteps++;
    this.#last = state.compiled;
    return result;
  }

  /** Runs the step op by op, writing it down; once it has done the same twice, makes a function of it. */
  #record(backend: NodeBackend, state: Signature, structure: Structure, tensors: readonly Tensor[]): unknown {
    const dependencies = this.#settings.dependsOn?.() ?? [];
    const recording = new Recording(backend, tensors);
    const returned: Tensor[] = [];
    let results!: Structure;
    let recorded!: Recorded;
    const context = { random: this.#random(), recording };
    recording.record(() => {
      const tidied = tf.tidy(() => {
        const copied = this.#call(context, putTogether(structure, tensors) as never[]);
        results = takeApart("a traced step's result", copied, returned);
        recorded = recording.finish(returned);
        return returned;
      });
      returned.splice(0, returned.length, ...tidied);
    });
    const result = putTogether(results, returned);
    const obstacle = recorded.obstacle;
    // Not the step that will be repeated: optimisers make their slots, and models their weights, at the first call.
    if (recorded.madeVariables && state.recordings < patience) {
      state.recordings++;
      return result;
    }
    if (recorded.madeVariables) this.#giveUp("it makes new variables at every call");
    else if (obstacle) this.#giveUp(obstacle);
    else if (this.#steady) this.#compile(backend, state, recorded, results, dependencies);
    else {
      const changed = state.recorded
        ? difference(state.recorded.program, recorded.program)
        : "not compared yet";
      state.recorded = recorded;
      state.recordings++;
      if (changed === undefined) this.#compile(backend, state, recorded, results, dependencies);
      else if (state.recordings > patience) {
        this.#giveUp(
          `it does something else at every call: ${changed}. Give such values by engine.input or as arguments`,
        );
      }
    }
    return result;
  }

  #compile(
    backend: NodeBackend,
    state: Signature,
    recorded: Recorded,
    results: Structure,
    dependencies: readonly unknown[],
  ): void {
    try {
      state.compiled = new CompiledStep(backend, recorded, results, { xla: this.#xla });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.#giveUp(`it can't be made a graph: ${error.message}`);
      return;
    }
    delete state.recorded;
    state.dependencies = dependencies;
    this.#steady = true;
    this.#last = state.compiled;
    this.#traces++;
  }

  #runEagerly(args: readonly unknown[]): unknown {
    return tf.tidy(() => this.#call({ random: this.#random() }, args as never[]) as Tensor);
  }

  /** Calls the user's function; what it returns is its own to give away. */
  #call(context: StepContext, args: never[]): unknown {
    const result = withinStep(context, () => this.#body(...args));
    if (
      result !== null &&
      typeof result === "object" &&
      typeof (result as { then?: unknown }).then === "function"
    ) {
      throw new OptionError({
        where: "engine.trace",
        expected: "a step that ends before it returns",
        received: "a promise",
        hint: "Await what the step needs before calling it.",
      });
    }
    const tensors: Tensor[] = [];
    const structure = takeApart("a traced step's result", result, tensors);
    const given = new Set<unknown>(args.flat());
    // A variable or an argument handed back would be disposed by whoever disposes the result.
    const owned = tensors.map((tensor) =>
      tensor instanceof tf.Variable || tensor.kept || given.has(tensor) ? tensor.clone() : tensor,
    );
    return putTogether(structure, owned);
  }

  #random(): StepRandom {
    return new StepRandom(this.#settings.seed, () => this.step);
  }

  #signature(text: string): Signature {
    let state = this.#signatures.get(text);
    if (state) this.#signatures.delete(text);
    else state = { recordings: 0, dependencies: [] };
    // A map keeps the order of insertion: the first is the one not used for longest.
    this.#signatures.set(text, state);
    if (this.#signatures.size > keptSignatures) {
      const [oldest, { compiled }] = this.#signatures.entries().next().value!;
      compiled?.dispose();
      this.#signatures.delete(oldest);
    }
    return state;
  }

  #staleness({ compiled, dependencies }: Signature): string | undefined {
    const now = this.#settings.dependsOn?.() ?? [];
    const changed = now.findIndex((value, i) => !Object.is(value, dependencies[i]));
    if (changed >= 0 || now.length !== dependencies.length) return `dependsOn()[${changed}] changed`;
    return compiled!.staleness();
  }

  #forget(state: Signature): void {
    state.compiled?.dispose();
    delete state.compiled;
    delete state.recorded;
    state.recordings = 0;
  }

  #fallBack(reason: string, args: readonly unknown[]): unknown {
    this.#giveUp(reason);
    return this.#runEagerly(args);
  }

  #giveUp(reason: string): void {
    this.#mode = "eager";
    this.#reason = reason;
    this.#clear();
    this.#settings.onFallback(reason);
  }

  #clear(): void {
    for (const { compiled } of this.#signatures.values()) compiled?.dispose();
    this.#signatures.clear();
    this.#last = undefined;
  }
}
