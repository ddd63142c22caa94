import { brierScore, type ReliabilityBin } from "./brier.js";
import { calibrationTable } from "./calibration-table.js";
import { type Column, checkColumns, weightedMean } from "./columns.js";
import { intervalCoverage } from "./coverage.js";
import { forecastErrors } from "./forecast-errors.js";
import { logScore } from "./log-score.js";
import { effectiveCustomers, leastPitsABin, type Uniformity, uniformityTest } from "./pit.js";
import { normalisedGini, spearman, topCapture } from "./ranking.js";
import type { Measures } from "./score-measures.js";

/** The intervals of one level. */
export interface IntervalColumns {
  /** nominal, in (0, 1) */
  readonly level: number;
  readonly low: Column;
  readonly high: Column;
  /** Probabilities of the quantiles that low and high are, where they were corrected; (1 -/+ level) / 2 when absent. */
  readonly asked?: { readonly from: Column; readonly to: Column };
}

/** A forecast and the actual values, one entry a customer; all columns of one length. */
export interface ForecastColumns {
  /** expected purchases or value */
  readonly forecast: Column;
  /** the actual value, same unit */
  readonly actual: Column;
  /** customers that each entry stands for; 1 when absent */
  readonly weights?: Column;
  /** P(alive), or of buying at least once, and whether the customer did (0 or 1) */
  readonly active?: { readonly probability: Column; readonly outcome: Column };
  readonly intervals?: readonly IntervalColumns[];
  /** PIT value of the actual value, randomised where outcomes have probability (`randomisedPit`) */
  readonly pit?: Column;
  /** P(Y = y) at the actual value, of counts */
  readonly mass?: Column;
}

export interface DecileRow {
  readonly customers: number;
  readonly meanForecast: number;
  readonly meanActual: number;
  /** |mean forecast - mean actual| / mean actual; null where the actual mean is 0 */
  readonly relativeError: number | null;
}

export interface IntervalRow {
  readonly level: number;
  /** share of customers whose outcome lies in their interval, ends included */
  readonly coverage: number;
  /** share whose PIT value lies between the probabilities asked for; null without PIT values */
  readonly pitCoverage: number | null;
  /** shares below and above the interval */
  readonly below: number;
  readonly above: number;
  readonly meanWidth: number;
  /** mean interval score: lower is better */
  readonly score: number;
}

export interface ActiveScore {
  readonly brier: number;
  /** 1 - brier / uncertainty; null where all outcomes agree */
  readonly skill: number | null;
  readonly reliability: number;
  readonly resolution: number;
  readonly uncertainty: number;
  readonly bins: readonly ReliabilityBin[];
}

export interface PitScore {
  /** heights of the bins of equal width, mean 1: all 1 is perfect */
  readonly histogram: readonly number[];
  /** null where there are too few customers for a test */
  readonly uniformity: Uniformity | null;
}

/** What one forecast was worth. Plain data: it can be written as JSON and read back unchanged. */
export interface ForecastScore {
  readonly customers: number;
  readonly forecastTotal: number;
  readonly actualTotal: number;
  readonly measures: Measures;
  /** by rising forecast */
  readonly deciles: readonly DecileRow[];
  /** share of the actual total that the best tenth of customers brought: the most a ranking could capture */
  readonly topCapturePossible: number | null;
  readonly active?: ActiveScore;
  readonly intervals?: readonly IntervalRow[];
  readonly pit?: PitScore;
}

/**
 * Scores one forecast against the actual values: all measures of `scoreMeasures`, the decile table, reliability, intervals and PIT.
 * MSLE counts negative values, such as net refunds, as 0.
 * @throws RangeError for columns of unequal or no length, with NaN, or with weights that are all 0
 * @example forecastScore({ forecast: [1, 3], actual: [2, 2] }).measures.mae // 1
 */
export function forecastScore(columns: ForecastColumns): ForecastScore {
  checkForecast(columns);
  const { forecast, actual, weights, active, intervals, pit, mass } = columns;
  const errors = forecastErrors(forecast, actual, weights);
  const { msle } = forecastErrors(floored(forecast), floored(actual), weights);
  const deciles = calibrationTable(forecast, actual, weights);
  const top = topCapture(forecast, actual, topShare, weights);
  const activity = active && activeScore(active.probability, active.outcome, weights);
  const rows = intervals?.map((of) => intervalRow(of, columns));
  const at = (level: number): IntervalRow | undefined => rows?.find((row) => row.level === level);
  const covered = (row: IntervalRow | undefined): number | null => row?.pitCoverage ?? row?.coverage ?? null;
  return {
    customers: errors.customers,
    forecastTotal: errors.forecastTotal,
    actualTotal: errors.actualTotal,
    measures: {
      bias: finite(errors.bias),
      mae: finite(errors.mae),
      rmse: finite(errors.rmse),
      msle: finite(msle),
      spearman: finite(spearman(forecast, actual, weights)),
      normalisedGini: finite(normalisedGini(forecast, actual, weights)),
      topCapture: finite(top.captured),
      decileMape: finite(deciles.mape),
      logScore: mass === undefined ? null : -logScore(possible(mass), weights),
      brier: activity?.brier ?? null,
      coverage80: covered(at(0.8)),
      coverage95: covered(at(0.95)),
      width80: at(0.8)?.meanWidth ?? null,
      width95: at(0.95)?.meanWidth ?? null,
    },
    deciles: deciles.groups.map((g) => ({ ...g, relativeError: finite(g.relativeError) })),
    topCapturePossible: finite(top.possible),
    ...(activity && { active: activity }),
    ...(rows && { intervals: rows }),
    ...(pit && { pit: pitScore(pit, weights) }),
  };
}

/** Throws a RangeError unless all columns are those of the same customers, without NaN. */
export function checkForecast({
  forecast,
  actual,
  weights,
  active,
  intervals,
  pit,
  mass,
}: ForecastColumns): void {
  const given = { forecast, actual, ...(active ?? {}), ...(pit && { pit }), ...(mass && { mass }) };
  checkColumns(given, weights);
  for (const { low, high, asked } of intervals ?? [])
    checkColumns({ actual, low, high, ...(asked ?? {}) }, undefined, "intervals");
}

/** Share of customers that "the top" is. */
export const topShare = 0.1;

/** P(Y = y) of what a forecast held for impossible: its log-score stays a number, as in `holdoutScore`. */
export const leastMass = 1e-300;

/** Bins of the histogram for people, and of the test. */
const heights = 10;
const pitBins = 20;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** The column with 0 for negative values; itself where there are none. */
function floored(values: Column): Column {
  for (let i = 0; i < values.length; i++)
    if (values[i]! < 0) return Float64Array.from(values, (value) => (value < 0 ? 0 : value));
  return values;
}

const possible = (mass: Column): Float64Array =>
  Float64Array.from(mass, (m) => (m < leastMass ? leastMass : m));

function activeScore(probability: Column, outcome: Column, weights: Column | undefined): ActiveScore {
  const { brier, skill, reliability, resolution, uncertainty, bins } = brierScore(
    probability,
    outcome,
    weights,
  );
  return { brier, skill: finite(skill), reliability, resolution, uncertainty, bins };
}

function intervalRow(of: IntervalColumns, { actual, weights, pit }: ForecastColumns): IntervalRow {
  const { level, low, high } = of;
  return {
    level,
    ...intervalCoverage(low, high, actual, level, weights),
    pitCoverage: pit === undefined ? null : weightedMean(pit.length, pitInside(of, pit), weights),
  };
}

/** 1 where the PIT value of an entry lies between the probabilities its interval was asked at, else 0. */
export function pitInside({ level, asked }: IntervalColumns, pit: Column): (i: number) => number {
  if (asked === undefined) {
    const [from, to] = [(1 - level) / 2, (1 + level) / 2];
    return (i) => (from <= pit[i]! && pit[i]! <= to ? 1 : 0);
  }
  const { from, to } = asked;
  return (i) => (from[i]! <= pit[i]! && pit[i]! <= to[i]! ? 1 : 0);
}

function pitScore(pit: Column, weights: Column | undefined): PitScore {
  const histogram = Array.from({ length: heights }, (_, bin) => {
    const here = (i: number): boolean => Math.min(heights - 1, Math.floor(pit[i]! * heights)) === bin;
    return weightedMean(pit.length, (i) => (here(i) ? heights : 0), weights);
  });
  const enough = effectiveCustomers(pit.length, weights) >= leastPitsABin * pitBins;
  return { histogram, uniformity: enough ? uniformityTest(pit, pitBins, weights) : null };
}
