/** What a dataset is made from. */
export interface DatasetOptions {
  name: string;
  kind: "images" | "table";
  task: "classification" | "regression";
  /** Shape of one input: `[height, width, channels]` for images, `[columns]` for tables. */
  shape: readonly number[];
  /** Stored inputs, row-major `[size, ...shape]`. Bytes stay bytes and are decoded when they are used: 0 … 255 becomes
   *  the lower … upper end of `range` (`[0, 1]` unless given). Kept, not copied. */
  inputs: Float32Array | Uint8Array;
  /** Class ids or values `[size]`. Class ids must be whole numbers, but may lie outside of `classes`: that is for
   *  `inspect.labelDomain` to find. */
  targets: ArrayLike<number>;
  /** Unique names of the examples `[size]`. Default: 0 … size − 1. */
  ids?: ArrayLike<number> | readonly string[];
  /** Class names by class id. */
  classes?: readonly string[];
  /** Feature names, for tables. */
  columns?: readonly string[];
  /** The range that decoded inputs are declared to lie in. */
  range?: readonly [number, number];
  /** 0 for examples of the source's training part, 1 for those of its test part `[size]`. */
  partition?: Uint8Array;
}
