import type { CApi, Pointer } from "../tensorflow/CApi.ts";
import type { TensorFlowLibrary } from "../tensorflow/loadLibrary.ts";

/** `TF_Output`: one output of one operation of a graph. */
export interface GraphOutput {
  readonly operation: Pointer;
  readonly index: number;
}

/** The part of TensorFlow's C API that builds graphs and functions (tensorflow/c/c_api.h, c/eager/c_api.h). */
function declareGraphApi({ handle, koffi }: TensorFlowLibrary) {
  const output = koffi.struct({ operation: "void *", index: "int" });
  const outputs = koffi.pointer(output);
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- C's prototype and TypeScript's stand side by side
  const c = <Signature extends (...args: never[]) => unknown>(prototype: string): Signature =>
    handle.func(prototype) as unknown as Signature;
  return {
    newGraph: c<() => Pointer>("void *TF_NewGraph()"),
    deleteGraph: c<(graph: Pointer) => void>("void TF_DeleteGraph(void *graph)"),
    newBuffer: c<() => Pointer>("void *TF_NewBuffer()"),
    deleteBuffer: c<(buffer: Pointer) => void>("void TF_DeleteBuffer(void *buffer)"),
    opDefinition: c<(graph: Pointer, op: string, buffer: Pointer, status: Pointer) => void>(
      "void TF_GraphGetOpDef(void *graph, const char *op, void *buffer, void *status)",
    ),
    newNode: c<(graph: Pointer, op: string, name: string) => Pointer>(
      "void *TF_NewOperation(void *graph, const char *op, const char *name)",
    ),
    finishNode: c<(node: Pointer, status: Pointer) => Pointer | null>(
      "void *TF_FinishOperation(void *node, void *status)",
    ),
    addInput: handle.func("TF_AddInput", "void", ["void *", output]) as unknown as (
      node: Pointer,
      input: GraphOutput,
    ) => void,
    addInputList: handle.func("TF_AddInputList", "void", ["void *", outputs, "int"]) as unknown as (
      node: Pointer,
      inputs: readonly GraphOutput[],
      count: number,
    ) => void,
    setTensor: c<(node: Pointer, name: string, tensor: Pointer, status: Pointer) => void>(
      "void TF_SetAttrTensor(void *node, const char *name, void *tensor, void *status)",
    ),
    setType: c<(node: Pointer, name: string, dataType: number) => void>(
      "void TF_SetAttrType(void *node, const char *name, int data_type)",
    ),
    setTypeList: c<(node: Pointer, name: string, dataTypes: Int32Array, count: number) => void>(
      "void TF_SetAttrTypeList(void *node, const char *name, const int *data_types, int count)",
    ),
    setBool: c<(node: Pointer, name: string, value: number) => void>(
      "void TF_SetAttrBool(void *node, const char *name, uint8_t value)",
    ),
    setBoolList: c<(node: Pointer, name: string, values: Uint8Array, count: number) => void>(
      "void TF_SetAttrBoolList(void *node, const char *name, const uint8_t *values, int count)",
    ),
    setInt: c<(node: Pointer, name: string, value: number) => void>(
      "void TF_SetAttrInt(void *node, const char *name, int64_t value)",
    ),
    setIntList: c<(node: Pointer, name: string, values: BigInt64Array, count: number) => void>(
      "void TF_SetAttrIntList(void *node, const char *name, const int64_t *values, int count)",
    ),
    setFloat: c<(node: Pointer, name: string, value: number) => void>(
      "void TF_SetAttrFloat(void *node, const char *name, float value)",
    ),
    setFloatList: c<(node: Pointer, name: string, values: Float32Array, count: number) => void>(
      "void TF_SetAttrFloatList(void *node, const char *name, const float *values, int count)",
    ),
    setString: c<(node: Pointer, name: string, value: Uint8Array, length: number) => void>(
      "void TF_SetAttrString(void *node, const char *name, const void *value, size_t length)",
    ),
    setShape: c<(node: Pointer, name: string, dims: BigInt64Array, rank: number) => void>(
      "void TF_SetAttrShape(void *node, const char *name, const int64_t *dims, int rank)",
    ),
    /** `operations` −1: all of the graph. */
    toFunction: handle.func("TF_GraphToFunction", "void *", [
      "void *",
      "const char *",
      "uint8_t",
      "int",
      "void *",
      "int",
      outputs,
      "int",
      outputs,
      "void *",
      "void *",
      "const char *",
      "void *",
    ]) as unknown as (
      graph: Pointer,
      name: string,
      appendHash: number,
      operationCount: number,
      operations: null,
      inputCount: number,
      inputs: readonly GraphOutput[],
      outputCount: number,
      outputs: readonly GraphOutput[],
      outputNames: null,
      options: null,
      description: null,
      status: Pointer,
    ) => Pointer | null,
    deleteFunction: c<(definition: Pointer) => void>("void TF_DeleteFunction(void *definition)"),
    addFunction: c<(context: Pointer, definition: Pointer, status: Pointer) => void>(
      "void TFE_ContextAddFunction(void *context, void *definition, void *status)",
    ),
    removeFunction: c<(context: Pointer, name: string, status: Pointer) => void>(
      "void TFE_ContextRemoveFunction(void *context, const char *name, void *status)",
    ),
  };
}

export type GraphApi = ReturnType<typeof declareGraphApi>;

const declared = new WeakMap<CApi, GraphApi>();

/** The graph functions of a loaded library, declared when first asked for. */
export function graphApi(library: TensorFlowLibrary): GraphApi {
  let api = declared.get(library.api);
  if (!api) declared.set(library.api, (api = declareGraphApi(library)));
  return api;
}
