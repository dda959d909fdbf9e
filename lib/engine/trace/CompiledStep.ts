import type { Tensor, Variable } from "@tensorflow/tfjs";
import type { TensorMetadata } from "../tensorflow/TensorMetadata.ts";
import { GraphFunction } from "./GraphFunction.ts";
import { optimizerFingerprint } from "./optimizers.ts";
import type { Recorded } from "./Recording.ts";
import { putTogether } from "./structure.ts";
import type { Structure } from "./structure.ts";
import type { NodeBackend } from "./tfjs.ts";

type Effects = { incrementIterations(): void };

/** A recorded step ready to run as one TensorFlow function, for arguments of one signature. */
export class CompiledStep {
  readonly #backend: NodeBackend;
  readonly #recorded: Recorded;
  readonly #results: Structure;
  readonly #function: GraphFunction;
  readonly #fingerprints: readonly string[];
  /** Variables the function reads or changes, and whether each was trainable when recorded. */
  readonly #variables: readonly { readonly variable: Variable; readonly trainable: boolean }[];
  readonly #captures: readonly number[];
  readonly #hosts: readonly number[];

  /** @param results how the step's result is built of the program's results
   *  @throws {EngineError} when an op can't be part of a graph */
  constructor(backend: NodeBackend, recorded: Recorded, results: Structure, { xla }: { xla: boolean }) {
    this.#backend = backend;
    this.#recorded = recorded;
    this.#results = results;
    this.#fingerprints = recorded.optimizers.map(optimizerFingerprint);
    this.#function = new GraphFunction(backend.binding, recorded.program, recorded.captures, { xla });
    const used = (kind: string): number[] =>
      this.#function.inputs
        .filter((input) => input.kind === kind && input.index >= 0)
        .map(({ index }) => index);
    const touched = new Set([
      ...used("variable"),
      ...recorded.program.updates.map(({ variable }) => variable),
    ]);
    this.#variables = [...touched].map((index) => {
      const variable = recorded.variables[index]!;
      return { variable, trainable: variable.trainable };
    });
    this.#captures = used("capture").map((index) => recorded.captures[index]!);
    this.#hosts = used("host");
  }

  get ops(): number {
    return this.#function.ops;
  }

  get constants(): number {
    return this.#function.constants;
  }

  /** Why the recording no longer stands for the step, as half a sentence; `undefined` while it does. */
  staleness(): string | undefined {
    for (const { variable, trainable } of this.#variables) {
      if (variable.isDisposed) return `the variable ${variable.name} was disposed`;
      if (variable.trainable !== trainable)
        return `${variable.name} is ${trainable ? "no longer" : "now"} trainable`;
    }
    for (const [i, optimizer] of this.#recorded.optimizers.entries()) {
      if (optimizerFingerprint(optimizer) !== this.#fingerprints[i])
        return "a setting of the optimizer changed";
    }
    // A step that used a tensor which is gone would fail now, or use another.
    if (!this.#captures.every((id) => this.#backend.binding.tensors.has(id)))
      return "a tensor it used was disposed";
    return undefined;
  }

  /** Runs the step once. @returns the step's result, its tensors owned by the caller
   *  @throws {EngineError} with TensorFlow's message; no variable has changed then */
  run(parameters: readonly Tensor[]): unknown {
    const backend = this.#backend;
    const { variables, hosts, optimizers, program } = this.#recorded;
    const parameterIds = backend.getInputTensorIds(parameters);
    const hostIds: number[] = [];
    for (const index of this.#hosts) hostIds[index] = hosts[index]!.prepare(backend);
    let outputs: TensorMetadata[];
    try {
      outputs = this.#function.run((kind, index) => {
        if (kind === "argument") return parameterIds[index]!;
        if (kind === "host") return hostIds[index]!;
        return backend.getInputTensorIds([variables[index]!])[0]!;
      });
    } finally {
      for (const index of this.#hosts) hosts[index]!.release();
    }
    const { results, updates } = program;
    for (const [i, { variable }] of updates.entries()) {
      assign(backend, variables[variable]!, outputs[results.length + i]!);
    }
    for (const optimizer of optimizers) (optimizer as unknown as Effects).incrementIterations();
    const tensors = results.map((_, i) => backend.createOutputTensor(outputs[i]!));
    return putTogether(this.#results, tensors);
  }

  dispose(): void {
    this.#function.dispose();
    for (const host of this.#recorded.hosts) host.dispose(this.#backend);
  }
}

/** `variable.assign` without a tensor in between, where the variable's data are its own. */
function assign(backend: NodeBackend, variable: Variable, value: TensorMetadata): void {
  const data = backend.tensorMap.get(variable.dataId);
  if (data.refCount === 1 && data.values === null) {
    const old = data.id;
    data.id = value.id;
    backend.binding.deleteTensor(old);
    return;
  }
  const tensor = backend.createOutputTensor(value);
  variable.assign(tensor);
  tensor.dispose();
}
