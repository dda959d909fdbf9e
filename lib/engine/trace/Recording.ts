import type { Optimizer, Tensor, Variable } from "@tensorflow/tfjs";
import { letGatherRunUnread } from "./gather.ts";
import type { Host } from "./Host.ts";
import type { Program } from "./Program.ts";
import { Recorder } from "./Recorder.ts";
import { tf } from "./tfjs.ts";
import type { NodeBackend } from "./tfjs.ts";

/** What one recorded call of a step gave, beside its results. */
export interface Recorded {
  readonly program: Program;
  /** Ids in the binding, by capture index. */
  readonly captures: readonly number[];
  /** The variables there were, by variable index. */
  readonly variables: readonly Variable[];
  readonly hosts: readonly Host[];
  /** Optimisers that applied gradients, in order, once for each time. */
  readonly optimizers: readonly Optimizer[];
  /** Whether the step made variables: it is not the step that later calls run. */
  readonly madeVariables: boolean;
  /** Why this can't be repeated without JavaScript. */
  readonly obstacle: string | undefined;
}

/** The recording of one call of a step, while it goes on. */
export class Recording {
  readonly recorder: Recorder;
  readonly #backend: NodeBackend;
  readonly #variables: readonly Variable[];
  readonly #before: readonly number[];
  readonly #hosts: Host[] = [];
  readonly #optimizers: Optimizer[] = [];

  constructor(backend: NodeBackend, parameters: readonly Tensor[]) {
    letGatherRunUnread();
    this.#backend = backend;
    const { binding } = backend;
    this.recorder = new Recorder((id) => {
      const handle = binding.tensors.handle(id);
      return { dataType: binding.library.api.handleType(handle), shape: binding.tensors.shape(handle) };
    });
    this.#variables = Object.values(tf.engine().registeredVariables);
    for (const variable of this.#variables) unshare(backend, variable);
    this.#before = backend.getInputTensorIds(this.#variables);
    for (const [i, id] of backend.getInputTensorIds(parameters).entries())
      this.recorder.announce("argument", i, id);
    for (const [i, id] of this.#before.entries()) this.recorder.announce("variable", i, id);
  }

  /** Runs `body` with every op written down, and every call of `Math.random`, which no graph can repeat, noticed. */
  record<Result>(body: () => Result): Result {
    const { binding } = this.#backend;
    const random = Math.random;
    Math.random = () => {
      this.recorder.obstacle ??=
        "it calls Math.random, or a random op without a seeded form (tf.rand, tf.randomGamma)";
      return random();
    };
    binding.recorder = this.recorder;
    try {
      return body();
    } finally {
      binding.recorder = undefined;
      Math.random = random;
    }
  }

  /** Makes a tensor without writing down how: its value comes from `host` in later steps. */
  addHost<Made extends Tensor>(host: Host, make: () => Made): Made {
    const { binding } = this.#backend;
    const { recorder } = binding;
    binding.recorder = undefined;
    try {
      const tensor = make();
      this.announceHost(host, this.#backend.getInputTensorIds([tensor])[0]!);
      return tensor;
    } finally {
      binding.recorder = recorder;
    }
  }

  /** Says that tensor `id` of the binding comes from `host` in later steps. */
  announceHost(host: Host, id: number): void {
    this.recorder.announce("host", this.#hosts.push(host) - 1, id);
  }

  /** Says that an optimiser has finished an update, to be counted in later steps too. */
  addUpdate(optimizer: Optimizer): void {
    this.#optimizers.push(optimizer);
  }

  /** To be called inside `record`, after the step. @param results what the step returns */
  finish(results: readonly Tensor[]): Recorded {
    const backend = this.#backend;
    const registered = tf.engine().registeredVariables;
    const known = new Set(this.#variables);
    const updates: { variable: number; id: number }[] = [];
    for (const [i, variable] of this.#variables.entries()) {
      if (variable.isDisposed) {
        this.recorder.obstacle ??= `it disposes the variable ${variable.name}`;
        continue;
      }
      const id = backend.getInputTensorIds([variable])[0]!;
      if (id !== this.#before[i]) updates.push({ variable: i, id });
    }
    return {
      program: this.recorder.finish(backend.getInputTensorIds(results), updates),
      captures: this.recorder.captures,
      variables: this.#variables,
      hosts: this.#hosts,
      optimizers: this.#optimizers,
      madeVariables: Object.values(registered).some((variable) => !known.has(variable)),
      obstacle: this.recorder.obstacle,
    };
  }
}

/** Gives a variable data of its own when other tensors share them: a recorded program tells values apart by their id. */
function unshare(backend: NodeBackend, variable: Variable): void {
  if (backend.tensorMap.get(variable.dataId).refCount === 1) return;
  const copy = backend.executeSingleInput("Identity", variable);
  variable.assign(copy);
  copy.dispose();
}
