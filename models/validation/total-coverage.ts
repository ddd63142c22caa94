import { effectiveOrigins } from "./total-rivals.js";

/** A total that was predicted on an earlier day, and what came of it. */
export interface PredictedTotal {
  /** day that it was predicted on, a day number */
  readonly day: number;
  readonly actual: number;
  readonly median: number;
  readonly lo80: number;
  readonly hi80: number;
  readonly lo95: number;
  readonly hi95: number;
  /** standard deviation of the logarithm */
  readonly logSpread: number;
}

/** How predicted totals did over several days. Relative figures are over days on which something was bought; null where there are none. */
export interface TotalMeasures {
  /** days on which a total was predicted */
  readonly origins: number;
  /** shares of the intervals that held the actual total, ends included */
  readonly coverage80: number | null;
  readonly coverage95: number | null;
  /** means of the interval score over the actual total */
  readonly intervalScore80: number | null;
  readonly intervalScore95: number | null;
  /** mean of half the length of the 80 % interval over the actual total */
  readonly halfWidth80: number | null;
  /** means of median / actual - 1, and of its size */
  readonly bias: number | null;
  readonly meanAbsoluteError: number | null;
}

/** The same of a forecast without an interval. */
export type PointMeasures = Pick<TotalMeasures, "origins" | "bias" | "meanAbsoluteError">;

/**
 * Interval score of one interval: its length, and 2/alpha for each unit that the actual value lies outside of it. Lower is better.
 * Gneiting & Raftery (2007), Strictly Proper Scoring Rules, J. of the American Statistical Association 102, eq. 43.
 * @param coverage 1 - alpha, e.g. 0.8
 * @example intervalScore(90, 110, 115, 0.8) // 70
 */
export function intervalScore(low: number, high: number, actual: number, coverage: number): number {
  const outside = Math.max(0, low - actual) + Math.max(0, actual - high);
  return high - low + (2 / (1 - coverage)) * outside;
}

/** @param totals of one horizon, or of several to be counted alike */
export function totalMeasures(totals: readonly PredictedTotal[]): TotalMeasures {
  const bought = totals.filter(({ actual }) => actual > 0);
  const held = (low: "lo80" | "lo95", high: "hi80" | "hi95"): number | null =>
    meanOf(totals, (t) => Number(t[low] <= t.actual && t.actual <= t[high]));
  return {
    origins: totals.length,
    coverage80: held("lo80", "hi80"),
    coverage95: held("lo95", "hi95"),
    intervalScore80: meanOf(bought, (t) => intervalScore(t.lo80, t.hi80, t.actual, 0.8) / t.actual),
    intervalScore95: meanOf(bought, (t) => intervalScore(t.lo95, t.hi95, t.actual, 0.95) / t.actual),
    halfWidth80: meanOf(bought, (t) => (t.hi80 - t.lo80) / 2 / t.actual),
    ...errorsOf(bought.map((t) => t.median / t.actual - 1)),
  };
}

/** @param totals as they were predicted, and what came of them */
export function pointMeasures(
  totals: readonly { readonly predicted: number; readonly actual: number }[],
): PointMeasures {
  const bought = totals.filter(({ actual }) => actual > 0);
  return { origins: totals.length, ...errorsOf(bought.map((t) => t.predicted / t.actual - 1)) };
}

/** How much wider intervals of totals have to be than the model makes them, after what earlier ones were like. */
export interface TotalSafety {
  /** what the spread of the logarithm is multiplied by, at least 1 */
  readonly k: number;
  /** how many days count: horizons that overlap saw the same purchases */
  readonly effective: number;
  /** the largest of |ln(actual / median)| with its sign, and its day; null where no total is known */
  readonly worst: { readonly day: number; readonly logError: number } | null;
}

/** So many days are taken for as many that were as sure as the model said. */
const priorOrigins = 10;

/**
 * k^2 = max(1, (10 + n_e m) / (10 + n_e)), m the mean square of ln(actual / median) over its spread, n_e the days that count. Never
 * narrower: a model that was lucky on few days stays as it is. Totals that were 0, or were predicted to be, have no logarithm: they
 * count as if off by a factor of 20.
 * @param totals of one horizon, whose days after it have all been seen
 */
export function totalSafety(totals: readonly PredictedTotal[], horizonDays: number): TotalSafety {
  const errors = totals.map((t) => ({ day: t.day, logError: logErrorOf(t), spread: t.logSpread }));
  const effective = effectiveOrigins(
    totals.map(({ day }) => day),
    horizonDays,
  );
  const squares =
    meanOf(errors, ({ logError, spread }) => (logError / Math.max(spread, leastSpread)) ** 2) ?? 0;
  const worst = errors.reduce<TotalSafety["worst"]>(
    (a, { day, logError }) =>
      a === null || Math.abs(logError) > Math.abs(a.logError) ? { day, logError } : a,
    null,
  );
  const k = Math.sqrt(Math.max(1, (priorOrigins + effective * squares) / (priorOrigins + effective)));
  return { k, effective, worst };
}

/** Beyond these the log does not support a forecast of the total. */
export const mostWidening = 1.5;
export const mostLogError = 0.5;

/** Whether what earlier totals were like leaves a forecast of the next one without support. */
export function isUnsupported({ k, worst }: TotalSafety): boolean {
  return k > mostWidening || (worst !== null && Math.abs(worst.logError) > mostLogError);
}

const farOff = Math.log(20);
/** A total is never surer than to a tenth of a per cent. */
const leastSpread = 1e-3;

/** ln(actual / median). */
function logErrorOf({ actual, median }: Pick<PredictedTotal, "actual" | "median">): number {
  if (actual > 0 && median > 0) return Math.max(-farOff, Math.min(farOff, Math.log(actual / median)));
  return actual > 0 ? farOff : median > 0 ? -farOff : 0;
}

function errorsOf(errors: readonly number[]): Pick<TotalMeasures, "bias" | "meanAbsoluteError"> {
  return { bias: meanOf(errors, (e) => e), meanAbsoluteError: meanOf(errors, Math.abs) };
}

function meanOf<T>(values: readonly T[], of: (value: T) => number): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + of(value), 0) / values.length;
}
