/**
 * Lower triangle L of a symmetric positive definite matrix K = L L', in the place of K, row by row; what is above the diagonal stays.
 * @param k n x n, row by row
 * @returns ln det K
 * @throws RangeError where K is not positive definite
 */
export function cholesky(k: Float64Array, n: number): number {
  let logDeterminant = 0;
  for (let j = 0; j < n; j++) {
    let diagonal = k[j * n + j]!;
    for (let q = 0; q < j; q++) diagonal -= k[j * n + q]! ** 2;
    if (!(diagonal > 0))
      throw new RangeError(`a covariance of ${n} rows is not positive definite at row ${j}`);
    const root = Math.sqrt(diagonal);
    k[j * n + j] = root;
    logDeterminant += 2 * Math.log(root);
    for (let i = j + 1; i < n; i++) {
      let sum = k[i * n + j]!;
      for (let q = 0; q < j; q++) sum -= k[i * n + q]! * k[j * n + q]!;
      k[i * n + j] = sum / root;
    }
  }
  return logDeterminant;
}

/** Solves L v = b into b. */
export function solveLower(l: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let q = 0; q < i; q++) sum -= l[i * n + q]! * b[q]!;
    b[i] = sum / l[i * n + i]!;
  }
  return b;
}

/** Solves L' v = b into b. */
export function solveUpper(l: Float64Array, n: number, b: Float64Array): Float64Array {
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let q = i + 1; q < n; q++) sum -= l[q * n + i]! * b[q]!;
    b[i] = sum / l[i * n + i]!;
  }
  return b;
}
