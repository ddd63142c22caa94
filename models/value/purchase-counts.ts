/** P(Y <= k) for k = 0, 1, ... from the probabilities of each k. */
export function cumulated(pmf: Float64Array): Float64Array {
  const cdf = new Float64Array(pmf.length);
  let sum = 0;
  for (let k = 0; k < pmf.length; k++) {
    sum += pmf[k]!;
    cdf[k] = sum;
  }
  return cdf;
}

/**
 * The smallest k with P(Y <= k) >= level, from a distribution function over k = 0, 1, ...; its length where it is cut
 * off before the level.
 * @example countQuantile(Float64Array.of(0.5, 0.8, 0.95), 0.9) // 2
 */
export function countQuantile(cdf: Float64Array, level: number): number {
  let low = 0;
  let high = cdf.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cdf[middle]! >= level) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * E[Y^2] from probabilities that are cut off, and the exact E[Y]. The mean of what was cut off follows from the two; its
 * excess over the cut is taken for geometric. A tail of 1e-4 of BG/NBD is made up for to 2e-4 of E[Y^2] or better.
 * @param pmf  P(Y = k) for k = 0, 1, ...
 * @param mean E[Y]
 */
export function secondMoment(pmf: Float64Array, mean: number): number {
  let mass = 0;
  let first = 0;
  let second = 0;
  for (let k = 0; k < pmf.length; k++) {
    mass += pmf[k]!;
    first += k * pmf[k]!;
    second += k * k * pmf[k]!;
  }
  const left = 1 - mass;
  if (!(left > 1e-12 && mean - first > 0)) return second;
  const meanLeft = Math.max(pmf.length, (mean - first) / left);
  const excess = meanLeft - pmf.length;
  return second + left * (meanLeft * meanLeft + excess * (excess + 1));
}
