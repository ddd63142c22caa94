/**
 * A common factor by month out of what was seen of it: a Gaussian process on the log scale, its sizes integrated over a grid. Rasmussen &
 * Williams (2006), Gaussian Processes for Machine Learning, eq. 2.25-2.30 and 5.8 (periodic kernel 4.31).
 */
import { cholesky, solveLower, solveUpper } from "../numeric/cholesky.js";
import type { CalendarBins } from "./bins.js";
import { type FactorPrior, type FactorSizes, gridOf } from "./factor-prior.js";

/** What was seen of the factor's logarithm: in bins of the past, each at most once. */
export interface SeenFactor {
  readonly bin: readonly number[];
  readonly log: readonly number[];
  /** variance of what was seen about the logarithm itself */
  readonly noise: readonly number[];
}

/** The factor under one way in which its parts may be large. */
export interface FactorPoint {
  /** posterior probability; those of all points sum to 1 */
  readonly weight: number;
  /** of the logarithm, by bin to come */
  readonly mean: Float64Array;
  /** its covariance, bins to come by bins to come, row by row */
  readonly covariance: Float64Array;
}

export interface FactorPosterior {
  readonly points: readonly FactorPoint[];
  /** mean of the season's part by month of the year, January first; it goes back to 0 where no month near it was seen */
  readonly season: Float64Array;
  /** by bin, past and to come: means of the parts, and mean and variance of the whole logarithm */
  readonly level: Float64Array;
  readonly shock: Float64Array;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

const periodicScale = 0.45;
const constantVariance = 1;
/** After so many months the level and the slope stay where they are. */
const frozenAfter = 24;
const leastWeight = 1e-4;

const seasonKernel = Float64Array.from({ length: 12 }, (_, months) =>
  Math.exp((-2 * Math.sin((Math.PI * months) / 12) ** 2) / periodicScale ** 2),
);

/** @param seen at least one bin */
export function factorPosterior(bins: CalendarBins, seen: SeenFactor, prior: FactorPrior): FactorPosterior {
  const at = places(bins);
  const count = bins.from.length;
  const out = {
    season: new Float64Array(12),
    level: new Float64Array(count),
    shock: new Float64Array(count),
    mean: new Float64Array(count),
    variance: new Float64Array(count),
  };
  const points = weighed(at, seen, prior).map((point) => {
    const { weight } = point;
    const parts = partsAt(at, seen, point);
    addInto(out.season, parts.season, weight);
    addInto(out.level, parts.level, weight);
    addInto(out.shock, parts.shock, weight);
    addInto(out.mean, parts.mean, weight);
    for (let i = 0; i < count; i++)
      out.variance[i] = out.variance[i]! + weight * (parts.variance[i]! + parts.mean[i]! ** 2);
    return { weight, mean: parts.mean.slice(bins.past), covariance: parts.covariance };
  });
  for (let i = 0; i < count; i++) out.variance[i] = Math.max(0, out.variance[i]! - out.mean[i]! ** 2);
  return { points, ...out };
}

/**
 * Covariance of the factor's logarithm before anything is seen of it, past bins by past bins: the mean over the sizes that its parts may
 * have, each as probable as what was seen makes it.
 */
export function expectedCovariance(bins: CalendarBins, seen: SeenFactor, prior: FactorPrior): Float64Array {
  const at = places(bins);
  const { past } = bins;
  const covariance = new Float64Array(past * past);
  for (const { sizes, weight } of weighed(at, seen, prior))
    for (let i = 0; i < past; i++)
      for (let j = 0; j < past; j++) covariance[i * past + j]! += weight * covarianceOf(at, sizes, i, j);
  return covariance;
}

/** The points of the grid that are not next to impossible, with their posterior probabilities. */
function weighed(at: Places, seen: SeenFactor, prior: FactorPrior): (Solved & { readonly weight: number })[] {
  const grid = gridOf(prior).map((sizes) => solved(at, seen, sizes));
  const most = grid.reduce((max, { logWeight }) => Math.max(max, logWeight), -Infinity);
  const relative = grid.map(({ logWeight }) => Math.exp(logWeight - most));
  const sum = relative.reduce((a, b) => a + b, 0);
  const kept = grid.flatMap((point, i) =>
    relative[i]! / sum < leastWeight ? [] : [{ ...point, weight: relative[i]! }],
  );
  const total = kept.reduce((a, { weight }) => a + weight, 0);
  return kept.map((point) => ({ ...point, weight: point.weight / total }));
}

/** Where each bin lies in the process' own time. */
interface Places {
  readonly step: Float64Array;
  readonly year: Float64Array;
  readonly month: readonly number[];
  readonly past: number;
}

function places({ month, year, past, step }: CalendarBins): Places {
  const walked = step ?? month.map((_, i) => i + 1);
  const last = walked.findLastIndex((steps) => steps <= walked[past - 1]! + frozenAfter);
  return {
    step: Float64Array.from(month, (_, i) => walked[Math.min(i, last)]!),
    year: Float64Array.from(year, (_, i) => year[Math.min(i, last)]!),
    month,
    past,
  };
}

interface Solved {
  readonly sizes: FactorSizes;
  /** of prior times marginal likelihood */
  readonly logWeight: number;
  /** Cholesky factor of the covariance of what was seen */
  readonly lower: Float64Array;
  /** its inverse times what was seen */
  readonly alpha: Float64Array;
}

function solved(at: Places, { bin, log, noise }: SeenFactor, sizes: FactorSizes): Solved {
  const n = bin.length;
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) lower[i * n + j] = covarianceOf(at, sizes, bin[i]!, bin[j]!);
    lower[i * n + i]! += noise[i]!;
  }
  const logDeterminant = cholesky(lower, n);
  const half = solveLower(lower, n, Float64Array.from(log));
  let square = 0;
  for (const v of half) square += v * v;
  return {
    sizes,
    logWeight: sizes.logPrior - 0.5 * (square + logDeterminant),
    lower,
    alpha: solveUpper(lower, n, half),
  };
}

function covarianceOf(at: Places, sizes: FactorSizes, i: number, j: number): number {
  return (
    trendOf(at, sizes, i, j) + seasonOf(sizes, at.month[i]!, at.month[j]!) + (i === j ? sizes.shock ** 2 : 0)
  );
}

/** Of constant, level and slope. */
function trendOf({ step, year }: Places, { level, slope }: FactorSizes, i: number, j: number): number {
  return constantVariance + level ** 2 * Math.min(step[i]!, step[j]!) + slope ** 2 * year[i]! * year[j]!;
}

function seasonOf({ season }: FactorSizes, month: number, other: number): number {
  return season ** 2 * seasonKernel[Math.abs(month - other)]!;
}

/** Posterior means of the parts, and means and covariances of the whole, at one point. */
function partsAt(at: Places, { bin }: SeenFactor, { sizes, lower, alpha }: Solved) {
  const n = bin.length;
  const count = at.month.length;
  const coming = count - at.past;
  const season = new Float64Array(12);
  for (let m = 0; m < 12; m++)
    for (let j = 0; j < n; j++) season[m]! += seasonOf(sizes, m, at.month[bin[j]!]!) * alpha[j]!;
  const level = new Float64Array(count);
  const shock = new Float64Array(count);
  const mean = new Float64Array(count);
  const variance = new Float64Array(count);
  const columns: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const column = new Float64Array(n);
    for (let j = 0; j < n; j++) {
      const b = bin[j]!;
      column[j] = covarianceOf(at, sizes, i, b);
      level[i]! += trendOf(at, sizes, i, b) * alpha[j]!;
      if (i === b) shock[i] = sizes.shock ** 2 * alpha[j]!;
    }
    mean[i] = level[i]! + shock[i]! + season[at.month[i]!]!;
    columns.push(solveLower(lower, n, column));
    variance[i] = covarianceOf(at, sizes, i, i) - dot(columns[i]!, columns[i]!);
  }
  const covariance = new Float64Array(coming * coming);
  for (let i = 0; i < coming; i++)
    for (let j = 0; j <= i; j++) {
      const [a, b] = [at.past + i, at.past + j];
      const value = covarianceOf(at, sizes, a, b) - dot(columns[a]!, columns[b]!);
      covariance[i * coming + j] = value;
      covariance[j * coming + i] = value;
    }
  return { season, level, shock, mean, variance, covariance };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addInto(sum: Float64Array, values: Float64Array, weight: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + weight * values[i]!;
}
