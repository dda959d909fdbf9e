/** One example, as predicates and sort keys see it. */
export interface Example {
  readonly id: number | string;
  /** Position in the dataset it was asked from. */
  readonly row: number;
  /** Class id or value. */
  readonly target: number;
  /** Name of the class, when the dataset has class names and the target is one of them. */
  readonly className: string | undefined;
  /** Which part of the source it came from, when the source has parts of its own. */
  readonly partition: Partition | undefined;
  /** Decoded inputs, row-major, as the model sees them. Decoded each time it is read. */
  readonly inputs: Float32Array;
}

/** The parts that published data sets come in. */
export type Partition = "training" | "test";
