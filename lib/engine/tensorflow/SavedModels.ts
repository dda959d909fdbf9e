import { EngineError } from "../../errors/index.ts";
import type { Pointer } from "./CApi.ts";
import type { TensorFlowLibrary } from "./loadLibrary.ts";
import type { NativeTensors } from "./NativeTensors.ts";
import type { Status } from "./Status.ts";
import type { TensorMetadata } from "./TensorMetadata.ts";

interface Output {
  oper: Pointer;
  index: number;
}

/** The C functions that only SavedModels need (tensorflow/c/c_api.h). */
function declareSessionApi({ handle, koffi }: TensorFlowLibrary) {
  const output = koffi.struct({ oper: "void *", index: "int" });
  const list = koffi.pointer(output);
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- where C's prototype meets its signature
  const c = <Signature extends (...args: never[]) => unknown>(prototype: string): Signature =>
    handle.func(prototype) as unknown as Signature;
  return {
    newOptions: c<() => Pointer>("void *TF_NewSessionOptions()"),
    deleteOptions: c<(options: Pointer) => void>("void TF_DeleteSessionOptions(void *options)"),
    newGraph: c<() => Pointer>("void *TF_NewGraph()"),
    deleteGraph: c<(graph: Pointer) => void>("void TF_DeleteGraph(void *graph)"),
    load: handle.func("TF_LoadSessionFromSavedModel", "void *", [
      "void *",
      "void *",
      "const char *",
      "const char **",
      "int",
      "void *",
      "void *",
      "void *",
    ]) as unknown as (
      options: Pointer,
      runOptions: null,
      folder: string,
      tags: string[],
      tagCount: number,
      graph: Pointer,
      metaGraph: null,
      status: Pointer,
    ) => Pointer | null,
    operation: c<(graph: Pointer, name: string) => Pointer | null>(
      "void *TF_GraphOperationByName(void *graph, const char *name)",
    ),
    run: handle.func("TF_SessionRun", "void", [
      "void *",
      "void *",
      list,
      "void *",
      "int",
      list,
      "void *",
      "int",
      "void *",
      "int",
      "void *",
      "void *",
    ]) as unknown as (
      session: Pointer,
      runOptions: null,
      inputs: Output[],
      inputTensors: BigUint64Array,
      inputCount: number,
      outputs: Output[],
      outputTensors: BigUint64Array,
      outputCount: number,
      targets: null,
      targetCount: number,
      runMetadata: null,
      status: Pointer,
    ) => void,
    deleteSession: c<(session: Pointer, status: Pointer) => void>(
      "void TF_DeleteSession(void *session, void *status)",
    ),
  };
}

/** Models that TensorFlow wrote, loaded as they are and run whole. */
export class SavedModels {
  readonly #library: TensorFlowLibrary;
  readonly #tensors: NativeTensors;
  readonly #status: Status;
  readonly #models = new Map<number, { session: Pointer; graph: Pointer }>();
  #declared: ReturnType<typeof declareSessionApi> | undefined;
  #next = 0;

  constructor(library: TensorFlowLibrary, tensors: NativeTensors, status: Status) {
    this.#library = library;
    this.#tensors = tensors;
    this.#status = status;
  }

  get count(): number {
    return this.#models.size;
  }

  get #api(): ReturnType<typeof declareSessionApi> {
    return (this.#declared ??= declareSessionApi(this.#library));
  }

  /** @param tags  of the graph to load, separated by commas: `serve`
   *  @throws {EngineError} with TensorFlow's message */
  load(folder: string, tags: string): number {
    const list = tags.split(",");
    const options = this.#api.newOptions();
    const graph = this.#api.newGraph();
    const session = this.#api.load(
      options,
      null,
      folder,
      list,
      list.length,
      graph,
      null,
      this.#status.pointer,
    );
    this.#api.deleteOptions(options);
    if (this.#status.failed) {
      this.#api.deleteGraph(graph);
      throw new EngineError({
        where: "tf.node.loadSavedModel",
        expected: `a SavedModel with tags "${tags}" in ${folder}`,
        received: `"${this.#status.message}"`,
      });
    }
    const id = this.#next++;
    this.#models.set(id, { session: session!, graph });
    return id;
  }

  delete(id: number): void {
    const { session, graph } = this.#model(id);
    this.#models.delete(id);
    this.#api.deleteSession(session, this.#status.pointer);
    this.#api.deleteGraph(graph);
  }

  /** @param inputNames  as `serving_default_x:0`, separated by commas, as many as `inputs`
   *  @param outputNames  as `StatefulPartitionedCall:0`, separated by commas */
  run(id: number, inputs: readonly number[], inputNames: string, outputNames: string): TensorMetadata[] {
    const { session, graph } = this.#model(id);
    const { api } = this.#library;
    const status = this.#status.pointer;
    const ins = inputNames.split(",").map((name) => this.#output(graph, name));
    const outs = outputNames.split(",").map((name) => this.#output(graph, name));
    if (ins.length !== inputs.length) {
      throw new EngineError({
        where: "SavedModel.predict",
        expected: `${ins.length} inputs (${inputNames})`,
        received: String(inputs.length),
      });
    }
    const inputTensors = BigUint64Array.from(inputs, (input) =>
      api.resolveHandle(this.#tensors.handle(input), status)!,
    );
    const outputTensors = new BigUint64Array(outs.length);
    this.#api.run(
      session,
      null,
      ins,
      inputTensors,
      ins.length,
      outs,
      outputTensors,
      outs.length,
      null,
      0,
      null,
      status,
    );
    const failure = this.#status.failed ? this.#status.message : undefined;
    for (const tensor of inputTensors) api.deleteTensor(tensor);
    if (failure !== undefined) {
      throw new EngineError({
        where: "SavedModel.predict",
        expected: "inputs that the model can work on",
        received: inputs.map((input) => this.#tensors.describe(input)).join(", "),
        hint: `TensorFlow: ${failure}`,
      });
    }
    return Array.from(outputTensors, (tensor) => {
      const handle = api.newHandle(tensor, status)!;
      api.deleteTensor(tensor);
      const shape = this.#tensors.shape(handle);
      return { id: this.#tensors.insert(handle), dtype: api.handleType(handle), shape };
    });
  }

  #model(id: number): { session: Pointer; graph: Pointer } {
    const model = this.#models.get(id);
    if (!model) {
      throw new EngineError({
        where: "SavedModel",
        expected: "a loaded model",
        received: `model ${id}, which is disposed`,
      });
    }
    return model;
  }

  #output(graph: Pointer, name: string): Output {
    const [op = "", index = "0"] = name.split(":");
    const oper = this.#api.operation(graph, op);
    if (!oper) {
      throw new EngineError({
        where: "SavedModel.predict",
        expected: "an op of the graph",
        received: `"${op}"`,
      });
    }
    return { oper, index: Number(index) };
  }
}
