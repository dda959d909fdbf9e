import { EngineError } from "../../errors/index.ts";
import type { CApi, Pointer } from "./CApi.ts";
import type { Status } from "./Status.ts";

/** `TF_AttrType` (tensorflow/c/tf_attrtype.h). */
export const AttributeType = {
  string: 0,
  int: 1,
  float: 2,
  bool: 3,
  type: 4,
  shape: 5,
} as const;

/** One attribute of an op, as tf.js' kernels give it. Lists are arrays. */
export interface OpAttribute {
  name: string;
  /** One of `AttributeType`. */
  type: number;
  value: boolean | number | string | object | readonly number[] | readonly boolean[];
}

const encoder = new TextEncoder();

/** Sets one attribute of an op under construction. */
export function setOpAttribute(api: CApi, op: Pointer, attribute: OpAttribute, status: Status): void {
  const { name, value } = attribute;
  switch (attribute.type) {
    case AttributeType.type:
      api.setType(op, name, value as number);
      return;
    case AttributeType.bool:
      if (Array.isArray(value)) {
        api.setBoolList(op, name, Uint8Array.from(value as boolean[], Number), value.length);
      } else api.setBool(op, name, value ? 1 : 0);
      return;
    case AttributeType.int:
      if (Array.isArray(value)) {
        api.setIntList(op, name, BigInt64Array.from(value as number[], BigInt), value.length);
      } else api.setInt(op, name, value as number);
      return;
    case AttributeType.float:
      if (Array.isArray(value)) {
        api.setFloatList(op, name, Float32Array.from(value as number[]), value.length);
      } else api.setFloat(op, name, value as number);
      return;
    case AttributeType.string: {
      const bytes = encoder.encode(value as string);
      api.setString(op, name, bytes, bytes.length);
      return;
    }
    case AttributeType.shape: {
      const dims = BigInt64Array.from(value as number[], BigInt);
      api.setShape(op, name, dims, dims.length, status.pointer);
      status.check(`attribute ${name}`, "a shape");
      return;
    }
    default:
      throw new EngineError({
        where: `attribute ${name}`,
        expected: "a string, int, float, bool, type or shape",
        received: `attribute type ${attribute.type}`,
      });
  }
}
