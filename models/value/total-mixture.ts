import { normalProbability } from "../numeric/normal-probability.js";
import { normalQuantile } from "../numeric/normal-quantile.js";

/** One of the log-normals that a total may be, with its probability. */
export interface LogNormalPoint {
  readonly weight: number;
  /** of the logarithm, relative to that of the expected total */
  readonly mean: number;
  /** of the logarithm */
  readonly variance: number;
}

const mostShift = 0.7;
const mostVariance = 0.36;

/** The points as far as they are believed: no month's factor is known to be twice or half of what was expected. */
export function believed(points: readonly LogNormalPoint[]): LogNormalPoint[] {
  return points.map(({ weight, mean, variance }) => ({
    weight,
    mean: Math.max(-mostShift, Math.min(mostShift, mean)),
    variance: Math.min(mostVariance, variance),
  }));
}

/**
 * Quantile of a mixture of log-normals: the root of its distribution function by Newton's steps, halving the bracket where a
 * step leaves it.
 * @returns its logarithm, relative to that of the expected total
 * @example mixtureQuantile([{ weight: 1, mean: 0, variance: 0.01 }], 0.975) // 0.1959963985
 */
export function mixtureQuantile(points: readonly LogNormalPoint[], level: number): number {
  let low = Infinity;
  let high = -Infinity;
  for (const { mean, variance } of points) {
    const reach = 9 * Math.sqrt(variance);
    low = Math.min(low, mean - reach);
    high = Math.max(high, mean + reach);
  }
  if (low === high) return low;
  const spread = Math.sqrt(Math.max(0, mixtureVariance(points)));
  const near = mixtureMean(points) + spread * normalQuantile(level);
  let at = near > low && near < high ? near : (low + high) / 2;
  for (let i = 0; i < 60; i++) {
    const width = high - low;
    const { below, density } = distribution(points, at);
    if (below < level) low = at;
    else high = at;
    const step = (level - below) / density;
    if (Math.abs(step) < nothing) return at + step;
    const next = at + step;
    // where density is 0 the step is no number, which no comparison accepts
    at = next > low && next < high && Math.abs(step) < width / 2 ? next : (low + high) / 2;
  }
  return (low + high) / 2;
}

const nothing = 1e-13;

/** Probability of a lower logarithm, and its derivative. */
function distribution(
  points: readonly LogNormalPoint[],
  log: number,
): { readonly below: number; readonly density: number } {
  let below = 0;
  let density = 0;
  for (const { weight, mean, variance } of points) {
    if (variance === 0) {
      below += weight * Number(log >= mean);
      continue;
    }
    const spread = Math.sqrt(variance);
    const z = (log - mean) / spread;
    below += weight * normalProbability(z);
    density += (weight * Math.exp(-0.5 * z * z)) / (spread * rootTwoPi);
  }
  return { below, density };
}

const rootTwoPi = Math.sqrt(2 * Math.PI);

/** Mean of the logarithm. */
function mixtureMean(points: readonly LogNormalPoint[]): number {
  let sum = 0;
  for (const { weight, mean } of points) sum += weight * mean;
  return sum;
}

/** Variance of the logarithm. */
export function mixtureVariance(points: readonly LogNormalPoint[]): number {
  let first = 0;
  let second = 0;
  for (const { weight, mean, variance } of points) {
    first += weight * mean;
    second += weight * (variance + mean * mean);
  }
  return second - first * first;
}

/** The same with more variance, given other things: independent of the factor. */
export function widened(points: readonly LogNormalPoint[], variance: number, shift = 0): LogNormalPoint[] {
  return points.map((p) => ({ weight: p.weight, mean: p.mean + shift, variance: p.variance + variance }));
}
