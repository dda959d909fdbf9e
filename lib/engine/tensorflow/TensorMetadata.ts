/** A tensor that an op made. */
export interface TensorMetadata {
  id: number;
  dtype: number;
  shape: number[];
}
