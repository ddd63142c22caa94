import type { Matrix } from "./symmetric.js";

export interface Swept {
  /** Inverse over the rows kept; rows and columns of the others are 0. */
  readonly inverse: readonly (readonly number[])[];
  /** False where a row depends on earlier ones. */
  readonly kept: readonly boolean[];
}

/**
 * Generalised inverse of a positive semidefinite matrix by sweeping its rows in order. Goodnight (1979), "A Tutorial on
 * the SWEEP Operator". A row is left out when less than `tolerance` of its diagonal remains after the rows before it, so
 * that of dependent columns of a regression the first ones are estimated, as in R.
 * @example sweepInverse([[4, 2], [2, 1]]) // { inverse: [[0.25, 0], [0, 0]], kept: [true, false] }
 */
export function sweepInverse(matrix: Matrix, tolerance = 1e-7): Swept {
  const a = matrix.map((row) => [...row]);
  const kept = a.map(() => false);
  for (let k = 0; k < a.length; k++) {
    const pivot = a[k]![k]!;
    if (!(pivot > tolerance * matrix[k]![k]!)) continue;
    kept[k] = true;
    const row = a[k]!.map((v) => v / pivot);
    for (let i = 0; i < a.length; i++) {
      if (i === k) continue;
      const factor = a[i]![k]!;
      for (let j = 0; j < a.length; j++) a[i]![j]! -= factor * row[j]!;
      a[i]![k] = -factor / pivot;
    }
    a[k] = row;
    a[k]![k] = 1 / pivot;
  }
  return {
    inverse: a.map((row, i) => row.map((v, j) => (kept[i] && kept[j] ? v : 0))),
    kept,
  };
}
