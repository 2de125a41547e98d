/** One named array of weights, row by row. */
export interface WeightTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Weights by the names magenta-js knows them by; see tensor-names.ts. */
export type Weights = ReadonlyMap<string, WeightTensor>;
