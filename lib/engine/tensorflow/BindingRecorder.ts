import type { TensorValues } from "./NativeTensors.ts";
import type { OpAttribute } from "./OpAttribute.ts";
import type { TensorMetadata } from "./TensorMetadata.ts";

/** Somebody who watches what the binding is asked to do. Each method is called after the call has succeeded, `deleted`
 *  before the handle goes away. */
export interface BindingRecorder {
  /** Called before a tensor is made: may give other values in the place of these. */
  creating?(values: TensorValues): TensorValues;
  created?(id: number, dataType: number, shape: readonly number[], values: TensorValues): void;
  executed?(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: readonly TensorMetadata[],
  ): void;
  read?(id: number): void;
  deleted?(id: number): void;
}
