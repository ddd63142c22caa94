import { type SpendGrid, spendRow } from "./spend-sums.js";

/**
 * P(0 < Z <= e^y) at the nodes of the grid, Z being the sum of Y purchases relative to gamma + x m:
 *     sum over k >= 1 of P(Y = k) I_u(pk, px + q),   u = 1 / (1 + e^-y)
 * The last entry is P(Y > 0) as far as the probabilities go.
 * @param pmf P(Y = k) for k = 0, 1, ...
 */
export function valueDistribution(grid: SpendGrid, pmf: Float64Array): Float64Array {
  let nodes = 1;
  for (let k = 1; k < pmf.length; k++) {
    const { from, values } = spendRow(grid, k);
    if (from + values.length + 1 > nodes) nodes = from + values.length + 1;
  }
  const cdf = new Float64Array(nodes);
  const complete = new Float64Array(nodes);
  for (let k = 1; k < pmf.length; k++) {
    const { from, values } = spendRow(grid, k);
    const mass = pmf[k]!;
    for (let i = 0; i < values.length; i++) cdf[from + i] = cdf[from + i]! + mass * values[i]!;
    complete[from + values.length] = complete[from + values.length]! + mass;
  }
  let sum = 0;
  for (let i = 0; i < nodes; i++) {
    sum += complete[i]!;
    cdf[i] = cdf[i]! + sum;
  }
  return cdf;
}

/**
 * The Z with P(0 < Z' <= Z) = mass: monotone cubic interpolation in y = ln Z, and left of the grid the power law Z^p.
 * @param cdf  what valueDistribution gives
 * @param mass the level minus P(Y = 0); 0 is the answer where it is not above 0
 */
export function valueQuantile(grid: SpendGrid, cdf: Float64Array, mass: number): number {
  if (!(mass > 0)) return 0;
  let low = 0;
  let high = cdf.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cdf[middle]! >= mass) high = middle;
    else low = middle + 1;
  }
  if (low === 0) return Math.exp(grid.first + Math.log(mass / cdf[0]!) / grid.p);
  const from = low - 1;
  return Math.exp(grid.first + (from + inverseCubic(cdf, from, mass)) * grid.step);
}

/**
 * P(0 < Z' <= Z): the inverse of valueQuantile.
 * @param cdf what valueDistribution gives
 * @param Z   above 0
 */
export function valueProbability(grid: SpendGrid, cdf: Float64Array, Z: number): number {
  const at = (Math.log(Z) - grid.first) / grid.step;
  if (!(at > 0)) return cdf[0]! * Math.exp(at * grid.step * grid.p);
  const from = Math.floor(at);
  if (from >= cdf.length - 1) return cdf[cdf.length - 1]!;
  const start = cdf[from]!;
  const rise = cdf[from + 1]! - start;
  const leaving = slope(cdf, from);
  const arriving = slope(cdf, from + 1);
  const s = at - from;
  return (
    start + (((leaving + arriving - 2 * rise) * s + 3 * rise - 2 * leaving - arriving) * s + leaving) * s
  );
}

/** The s in [0, 1] where the cubic through nodes i and i + 1, with limited slopes at both, reaches `mass`. */
function inverseCubic(cdf: Float64Array, i: number, mass: number): number {
  const start = cdf[i]!;
  const rise = cdf[i + 1]! - start;
  const goal = mass - start;
  if (!(goal < rise)) return 1;
  const leaving = slope(cdf, i);
  const arriving = slope(cdf, i + 1);
  const cubic = leaving + arriving - 2 * rise;
  const square = 3 * rise - 2 * leaving - arriving;
  let low = 0;
  let high = 1;
  let s = goal / rise;
  for (let step = 0; step < 30; step++) {
    const error = ((cubic * s + square) * s + leaving) * s - goal;
    if (error > 0) high = s;
    else low = s;
    if (Math.abs(error) <= 1e-9 * rise) break;
    const next = s - error / ((3 * cubic * s + 2 * square) * s + leaving);
    s = next > low && next < high ? next : (low + high) / 2;
  }
  return s;
}

/** Slope at a node by five points, limited to three times the smaller rise at its sides: no overshoot (Fritsch & Carlson 1980). */
function slope(cdf: Float64Array, i: number): number {
  const last = cdf.length - 1;
  const at = cdf[i]!;
  const before = i > 0 ? cdf[i - 1]! : 0;
  const after = cdf[i < last ? i + 1 : last]!;
  const farBefore = i > 1 ? cdf[i - 2]! : 0;
  const farAfter = cdf[i + 2 <= last ? i + 2 : last]!;
  const five = (8 * (after - before) - (farAfter - farBefore)) / 12;
  const limit = 3 * Math.min(at - before, after - at);
  return five > limit ? limit : five > 0 ? five : 0;
}
