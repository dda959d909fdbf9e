/** TensorFlow's element types (`TF_DataType` in tensorflow/c/tf_datatype.h), those that tf.js can name and those it can meet. */
export const DataType = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  int16: 5,
  int8: 6,
  string: 7,
  complex64: 8,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  uint16: 17,
  float16: 19,
  resource: 20,
  variant: 21,
} as const;

const names = new Map<number, string>(Object.entries(DataType).map(([name, code]) => [code, name]));

/** The name of an element type, for messages: `float32`. */
export function dataTypeName(code: number): string {
  return names.get(code) ?? `type ${code}`;
}
