import { cholesky } from "../numeric/cholesky.js";
import type { ArrivalMonth } from "./acquisition-trend.js";

/** Standard deviations, of logarithms. */
export interface Spreads {
  /** of the level from one month to the next */
  readonly level: number;
  /** of months about their level, beyond Poisson */
  readonly dispersion: number;
  /** of the slope at the beginning */
  readonly slope: number;
  /** of the season's months */
  readonly season: number;
}

/** What is known after the last month. */
export interface MonthState {
  readonly level: number;
  readonly slope: number;
  /** by month of the year */
  readonly season: readonly number[];
  /** Standard normal numbers in what the state may be off by: level, slope, then the season. */
  error(z: readonly number[]): number[];
}

/** Level, slope and twelve months. */
export const stateSize = 14;
const size = stateSize;

/** What is left of a slope from one month to the next. */
export const damping = 0.9;

/** Of the level before the first month: nothing is known of it. */
const unknown = 100;

/** The Kalman filter of log counts a day: level, slope and twelve months of season are the state. */
export function filterMonths(
  log: readonly ArrivalMonth[],
  spreads: Spreads,
): { state: MonthState; logLikelihood: number } {
  const mean = new Float64Array(size);
  const P = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size);
    row[i] = i === 0 ? unknown : i === 1 ? spreads.slope ** 2 : spreads.season ** 2;
    return row;
  });
  const first = log.find(({ count, days }) => count > 0 && days > 0);
  mean[0] = first === undefined ? 0 : Math.log(first.count / first.days);
  let logLikelihood = 0;
  log.forEach((seen, i) => {
    if (i > 0) predict(mean, P, spreads.level);
    if (seen.days > 0) logLikelihood += update(mean, P, seen, spreads.dispersion);
  });
  return {
    logLikelihood,
    state: {
      ...{ level: mean[0]!, slope: mean[1]! },
      season: [...mean.subarray(2)],
      error: errorBy(P),
    },
  };
}

/** Keeps a covariance with rows of nothing but zeros positive definite. */
const jitter = 1e-12;

function errorBy(P: readonly Float64Array[]): MonthState["error"] {
  const root = new Float64Array(size * size);
  P.forEach((row, i) => {
    root.set(row, i * size);
  });
  for (let i = 0; i < size; i++) root[i * size + i] = root[i * size + i]! + jitter;
  cholesky(root, size);
  return (z) =>
    Array.from({ length: size }, (_, i) => {
      let sum = 0;
      for (let k = 0; k <= i; k++) sum += root[i * size + k]! * z[k]!;
      return sum;
    });
}

/** One month on: the slope dies out, and is added to the level, which moves by chance. */
function predict(mean: Float64Array, P: readonly Float64Array[], level: number): void {
  mean[1] = damping * mean[1]!;
  mean[0] = mean[0]! + mean[1]!;
  const scale = (i: number): void => {
    for (let k = 0; k < size; k++) {
      P[i]![k] = P[i]![k]! * damping;
      P[k]![i] = P[k]![i]! * damping;
    }
  };
  scale(1);
  for (let k = 0; k < size; k++) P[0]![k] = P[0]![k]! + P[1]![k]!;
  for (let k = 0; k < size; k++) P[k]![0] = P[k]![0]! + P[k]![1]!;
  P[0]![0] = P[0]![0]! + level * level;
}

/** @returns what the month adds to the log-likelihood */
function update(
  mean: Float64Array,
  P: readonly Float64Array[],
  { count, days, month }: ArrivalMonth,
  dispersion: number,
): number {
  const s = 2 + month;
  const expected = mean[0]! + mean[s]!;
  const seen = Math.log((count + 0.5) / days);
  // of a Poisson count with this mean, as far as it is known; the count itself where it is larger
  const noise = dispersion * dispersion + 1 / (count + 0.5);
  const gain = Float64Array.from({ length: size }, (_, i) => P[i]![0]! + P[i]![s]!);
  const variance = gain[0]! + gain[s]! + noise;
  const error = seen - expected;
  for (let i = 0; i < size; i++) mean[i] = mean[i]! + (gain[i]! * error) / variance;
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) P[i]![k] = P[i]![k]! - (gain[i]! * gain[k]!) / variance;
  return -0.5 * (Math.log(variance) + (error * error) / variance);
}
