import type { Random } from "../model.js";
import { gammaVariate, normal } from "../numeric/random.js";

/** Points from a multivariate t distribution around 0, and their log-density up to a constant. */
export interface Proposals {
  readonly points: readonly Float64Array[];
  readonly logDensity: Float64Array;
}

/**
 * Independent draws from a multivariate t distribution with unit scale: a standard normal divided by
 * sqrt(chi-squared / freedom). Its tails are heavier than those of a normal target, so importance weights stay bounded.
 * @param freedom degrees of freedom, > 0
 */
export function studentProposals(
  count: number,
  dimension: number,
  freedom: number,
  random: Random,
): Proposals {
  const logDensity = new Float64Array(count);
  const points = Array.from({ length: count }, (_, i) => {
    const scale = Math.sqrt(freedom / gammaVariate(random, freedom / 2, 0.5));
    const point = Float64Array.from({ length: dimension }, () => scale * normal(random));
    const square = point.reduce((sum, z) => sum + z * z, 0);
    logDensity[i] = -0.5 * (freedom + dimension) * Math.log1p(square / freedom);
    return point;
  });
  return { points, logDensity };
}

/**
 * `count` positions drawn with these weights by systematic resampling, which takes each one floor or ceil of its
 * expected number of times, in random order.
 * @param weights sum to 1
 */
export function resample(weights: Float64Array, count: number, random: Random): Uint32Array {
  const picked = new Uint32Array(count);
  const offset = random();
  let passed = 0;
  let at = 0;
  for (const [i, weight] of weights.entries()) {
    passed += weight * count;
    while (at < count && at + offset < passed) picked[at++] = i;
  }
  while (at < count) picked[at++] = weights.length - 1; // the weights' sum fell short of 1 by rounding
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [picked[i], picked[j]] = [picked[j]!, picked[i]!];
  }
  return picked;
}

/**
 * Effective number of draws behind the weighted mean of `values`: the variance of one draw from the target over that of
 * the weighted mean, sum w (v - m)^2 / sum w^2 (v - m)^2. All of them for equal weights.
 */
export function effectiveSize(weights: Float64Array, values: Float64Array): number {
  let mean = 0;
  for (let i = 0; i < weights.length; i++) mean += weights[i]! * values[i]!;
  let one = 0;
  let all = 0;
  for (let i = 0; i < weights.length; i++) {
    const square = weights[i]! * (values[i]! - mean) ** 2;
    one += square;
    all += weights[i]! * square;
  }
  return all === 0 ? weights.length : one / all;
}
