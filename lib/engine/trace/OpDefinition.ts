/** One input of an op as TensorFlow defines it: a single tensor, or a list of them. */
export interface InputDefinition {
  readonly name: string;
  readonly list: boolean;
  /** The attribute that gives the length of a list of tensors of one type (`N`), or the list of types of a mixed one. */
  readonly lengthAttribute: string | undefined;
}

/** What a graph needs to know about an op: how its inputs are grouped and what its attributes are. */
export interface OpDefinition {
  readonly name: string;
  readonly inputs: readonly InputDefinition[];
}

const decoder = new TextDecoder();

/** Reads a serialised `OpDef` (tensorflow/core/framework/op_def.proto): the fields `name` (1) and `input_arg` (2), of each
 *  of which `name` (1), `number_attr` (5) and `type_list_attr` (6). */
export function parseOpDefinition(bytes: Uint8Array): OpDefinition {
  let name = "";
  const inputs: InputDefinition[] = [];
  for (const { field, payload } of fields(bytes)) {
    if (field === 1) name = decoder.decode(payload);
    if (field === 2) inputs.push(parseInput(payload));
  }
  return { name, inputs };
}

function parseInput(bytes: Uint8Array): InputDefinition {
  let name = "";
  let lengthAttribute: string | undefined;
  for (const { field, payload } of fields(bytes)) {
    if (field === 1) name = decoder.decode(payload);
    if (field === 5 || field === 6) lengthAttribute = decoder.decode(payload);
  }
  return { name, list: lengthAttribute !== undefined, lengthAttribute };
}

/** How many tensors each input of an op takes, when `count` tensors are given in all.
 *  @param attribute value of an attribute, by name; needed only when several inputs are lists */
export function inputLengths(
  definition: OpDefinition,
  count: number,
  attribute: (name: string) => unknown,
): number[] {
  const lists = definition.inputs.filter(({ list }) => list).length;
  const inOnlyList = count - (definition.inputs.length - lists);
  return definition.inputs.map(({ list, lengthAttribute }) => {
    if (!list) return 1;
    if (lists === 1) return inOnlyList;
    const value = attribute(lengthAttribute!);
    return Array.isArray(value) ? value.length : Number(value);
  });
}

/** The length-delimited fields of a protocol buffer message; fields of other wire types are passed over. */
function* fields(bytes: Uint8Array): Generator<{ field: number; payload: Uint8Array }> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const wireType = tag & 7;
    if (wireType === 0) varint();
    else if (wireType === 1) at += 8;
    else if (wireType === 5) at += 4;
    else {
      const length = varint();
      yield { field: Math.floor(tag / 8), payload: bytes.subarray(at, at + length) };
      at += length;
    }
  }
}
