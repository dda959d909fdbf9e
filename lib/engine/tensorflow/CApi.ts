import type { LibraryHandle } from "koffi";

/** An address in native memory. */
export type Pointer = bigint;

/** The part of TensorFlow's C API that the binding calls (tensorflow/c/c_api.h, c/eager/c_api.h, c/tf_tensor.h,
 *  c/tf_tstring.h), each function declared once, in C for koffi and in TypeScript for us. */
export function declareCApi(library: LibraryHandle) {
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- where C's prototype meets its signature
  const c = <Signature extends (...args: never[]) => unknown>(prototype: string): Signature =>
    library.func(prototype) as unknown as Signature;
  return {
    version: c<() => string>("const char *TF_Version()"),

    newStatus: c<() => Pointer>("void *TF_NewStatus()"),
    statusCode: c<(status: Pointer) => number>("int TF_GetCode(void *status)"),
    statusMessage: c<(status: Pointer) => string>("const char *TF_Message(void *status)"),

    newContextOptions: c<() => Pointer>("void *TFE_NewContextOptions()"),
    setContextConfig: c<(options: Pointer, proto: Uint8Array, length: number, status: Pointer) => void>(
      "void TFE_ContextOptionsSetConfig(void *options, const void *proto, size_t length, void *status)",
    ),
    deleteContextOptions: c<(options: Pointer) => void>("void TFE_DeleteContextOptions(void *options)"),
    newContext: c<(options: Pointer, status: Pointer) => Pointer | null>(
      "void *TFE_NewContext(void *options, void *status)",
    ),
    listDevices: c<(context: Pointer, status: Pointer) => Pointer>(
      "void *TFE_ContextListDevices(void *context, void *status)",
    ),
    deviceCount: c<(list: Pointer) => number>("int TF_DeviceListCount(void *list)"),
    deviceName: c<(list: Pointer, index: number, status: Pointer) => string>(
      "const char *TF_DeviceListName(void *list, int index, void *status)",
    ),
    deviceType: c<(list: Pointer, index: number, status: Pointer) => string>(
      "const char *TF_DeviceListType(void *list, int index, void *status)",
    ),
    deleteDeviceList: c<(list: Pointer) => void>("void TF_DeleteDeviceList(void *list)"),

    allocateTensor: c<(dataType: number, dims: BigInt64Array, rank: number, bytes: number) => Pointer | null>(
      "void *TF_AllocateTensor(int data_type, const int64_t *dims, int rank, size_t bytes)",
    ),
    tensorData: c<(tensor: Pointer) => Pointer | null>("void *TF_TensorData(void *tensor)"),
    tensorBytes: c<(tensor: Pointer) => number>("size_t TF_TensorByteSize(void *tensor)"),
    tensorElements: c<(tensor: Pointer) => number>("int64_t TF_TensorElementCount(void *tensor)"),
    deleteTensor: c<(tensor: Pointer) => void>("void TF_DeleteTensor(void *tensor)"),
    stringCopy: c<(string: Pointer, source: Uint8Array, length: number) => void>(
      "void TF_StringCopy(void *string, const void *source, size_t length)",
    ),
    stringData: c<(string: Pointer) => Pointer>("void *TF_StringGetDataPointer(void *string)"),
    stringSize: c<(string: Pointer) => number>("size_t TF_StringGetSize(void *string)"),
    stringFree: c<(string: Pointer) => void>("void TF_StringDealloc(void *string)"),

    newHandle: c<(tensor: Pointer, status: Pointer) => Pointer | null>(
      "void *TFE_NewTensorHandle(void *tensor, void *status)",
    ),
    deleteHandle: c<(handle: Pointer) => void>("void TFE_DeleteTensorHandle(void *handle)"),
    resolveHandle: c<(handle: Pointer, status: Pointer) => Pointer | null>(
      "void *TFE_TensorHandleResolve(void *handle, void *status)",
    ),
    copyHandleToDevice: c<
      (handle: Pointer, context: Pointer, device: string, status: Pointer) => Pointer | null
    >("void *TFE_TensorHandleCopyToDevice(void *handle, void *context, const char *device, void *status)"),
    handleType: c<(handle: Pointer) => number>("int TFE_TensorHandleDataType(void *handle)"),
    handleRank: c<(handle: Pointer, status: Pointer) => number>(
      "int TFE_TensorHandleNumDims(void *handle, void *status)",
    ),
    handleDim: c<(handle: Pointer, axis: number, status: Pointer) => number>(
      "int64_t TFE_TensorHandleDim(void *handle, int axis, void *status)",
    ),

    newOp: c<(context: Pointer, name: string, status: Pointer) => Pointer | null>(
      "void *TFE_NewOp(void *context, const char *name, void *status)",
    ),
    deleteOp: c<(op: Pointer) => void>("void TFE_DeleteOp(void *op)"),
    addInput: c<(op: Pointer, handle: Pointer, status: Pointer) => void>(
      "void TFE_OpAddInput(void *op, void *handle, void *status)",
    ),
    setType: c<(op: Pointer, name: string, dataType: number) => void>(
      "void TFE_OpSetAttrType(void *op, const char *name, int data_type)",
    ),
    setBool: c<(op: Pointer, name: string, value: number) => void>(
      "void TFE_OpSetAttrBool(void *op, const char *name, uint8_t value)",
    ),
    setBoolList: c<(op: Pointer, name: string, values: Uint8Array, length: number) => void>(
      "void TFE_OpSetAttrBoolList(void *op, const char *name, const uint8_t *values, int length)",
    ),
    setInt: c<(op: Pointer, name: string, value: number) => void>(
      "void TFE_OpSetAttrInt(void *op, const char *name, int64_t value)",
    ),
    setIntList: c<(op: Pointer, name: string, values: BigInt64Array, length: number) => void>(
      "void TFE_OpSetAttrIntList(void *op, const char *name, const int64_t *values, int length)",
    ),
    setFloat: c<(op: Pointer, name: string, value: number) => void>(
      "void TFE_OpSetAttrFloat(void *op, const char *name, float value)",
    ),
    setFloatList: c<(op: Pointer, name: string, values: Float32Array, length: number) => void>(
      "void TFE_OpSetAttrFloatList(void *op, const char *name, const float *values, int length)",
    ),
    setString: c<(op: Pointer, name: string, value: Uint8Array, length: number) => void>(
      "void TFE_OpSetAttrString(void *op, const char *name, const void *value, size_t length)",
    ),
    setShape: c<(op: Pointer, name: string, dims: BigInt64Array, rank: number, status: Pointer) => void>(
      "void TFE_OpSetAttrShape(void *op, const char *name, const int64_t *dims, int rank, void *status)",
    ),
    execute: c<(op: Pointer, outputs: BigUint64Array, count: Int32Array, status: Pointer) => void>(
      "void TFE_Execute(void *op, void *outputs, int *count, void *status)",
    ),
  };
}

export type CApi = ReturnType<typeof declareCApi>;
