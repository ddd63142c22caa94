import type { Random } from "../model.js";
import { poissonVariate } from "../numeric/poisson.js";
import { sampleQuantile } from "../numeric/quantile.js";
import type { ForecastColumns } from "./forecast-score.js";
import { preparedActual, preparedForecast } from "./prepared-forecast.js";
import { lossOf, type MeasureName, type ScoreMeasure, scoreMeasures } from "./score-measures.js";
import { together, weightedMeasures } from "./weighted-measures.js";

/** Every measure of some forecasts on resampled customers: the same resample for all of them. */
export interface ScoreReplicates {
  readonly replicates: number;
  /** by forecast: the measures on the customers as they are; NaN where not defined */
  readonly values: readonly Readonly<Record<MeasureName, number>>[];
  /** by forecast: the measures on each replicate; NaN where not defined */
  readonly resampled: readonly Readonly<Record<MeasureName, Float64Array>>[];
}

/** A number with the interval that holds 95 % of its bootstrap replicates. */
export interface BootstrapInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Null where a measure is not defined, or not in half of the replicates. */
export type MeasureIntervals = Readonly<Record<MeasureName, BootstrapInterval | null>>;

/**
 * Bootstrap of all scalar measures of several forecasts of the same customers: each replicate counts every customer a Poisson number
 * of times (mean 1, or its weight), and all forecasts are measured on it. What is sorted is sorted once; a replicate takes
 * time proportional to the customers. 100,000 customers, 10 forecasts and 200 replicates take about 10 s on one core.
 * Hanley & MacGibbon (2006), Creating non-parametric bootstrap samples using Poisson frequencies.
 * @param forecasts of equal `actual` and `weights`; weights are customers that were seen, so a sample that stands for more has none
 * @throws RangeError where the forecasts are not of the same customers
 */
export function scoreReplicates(
  forecasts: readonly ForecastColumns[],
  random: Random,
  replicates = 200,
): ScoreReplicates {
  const [first] = forecasts;
  if (first === undefined) return { replicates, values: [], resampled: [] };
  for (const [f, other] of forecasts.entries()) checkSameCustomers(first, other, f);
  const n = first.actual.length;
  const actual = preparedActual(first.actual);
  const prepared = forecasts.map((columns) => preparedForecast(columns, actual));
  const own = Float64Array.from({ length: n }, (_, i) => first.weights?.[i] ?? 1);
  const [values] = weightedMeasures(actual, prepared, [own]);
  const resampled = forecasts.map(() => emptyColumns(replicates));
  for (let from = 0; from < replicates; from += together) {
    const weights = Array.from({ length: Math.min(together, replicates - from) }, () =>
      own.map((weight) => poissonVariate(random, weight)),
    );
    const measured = weightedMeasures(actual, prepared, weights);
    for (const [r, byForecast] of measured.entries())
      for (const [f, measures] of byForecast.entries())
        for (const { name } of scoreMeasures) resampled[f]![name][from + r] = measures[name];
  }
  return { replicates, values: values!, resampled };
}

/**
 * The measures of one forecast with their intervals.
 * @param forecast its position among those that were resampled
 */
export function measureIntervals({ values, resampled }: ScoreReplicates, forecast: number): MeasureIntervals {
  return byMeasure(({ name }) => interval(values[forecast]![name], resampled[forecast]![name]));
}

/**
 * How much worse one forecast is than another on the same customers: the difference of their losses (`lossOf`; above 0
 * where the first is worse) with its interval, which is narrower than those of either, since both saw the same chance.
 * Significantly worse: low > 0.
 * @param forecast position of the one
 * @param than position of the other
 */
export function pairedDifferences(
  { values, resampled }: ScoreReplicates,
  forecast: number,
  than: number,
): MeasureIntervals {
  return byMeasure((measure) => {
    const { name } = measure;
    const difference = (a: number, b: number): number => lossOf(measure, a) - lossOf(measure, b);
    const other = resampled[than]![name];
    return interval(
      difference(values[forecast]![name], values[than]![name]),
      resampled[forecast]![name].map((value, r) => difference(value, other[r]!)),
    );
  });
}

function interval(value: number, replicates: Float64Array): BootstrapInterval | null {
  const sorted = replicates.filter((v) => !Number.isNaN(v)).sort();
  if (Number.isNaN(value) || sorted.length === 0 || 2 * sorted.length < replicates.length) return null;
  return { value, low: sampleQuantile(sorted, 0.025), high: sampleQuantile(sorted, 0.975) };
}

function byMeasure<V>(of: (measure: ScoreMeasure<MeasureName>) => V): Record<MeasureName, V> {
  return Object.fromEntries(scoreMeasures.map((measure) => [measure.name, of(measure)])) as Record<
    MeasureName,
    V
  >;
}

const emptyColumns = (rows: number): Record<MeasureName, Float64Array> =>
  byMeasure(() => new Float64Array(rows));

function checkSameCustomers(a: ForecastColumns, b: ForecastColumns, position: number): void {
  const same = (u: ArrayLike<number> | undefined, v: ArrayLike<number> | undefined): boolean => {
    if (u === v) return true;
    if (u === undefined || v === undefined || u.length !== v.length) return false;
    for (let i = 0; i < u.length; i++) if (u[i] !== v[i]) return false;
    return true;
  };
  if (!same(a.actual, b.actual) || !same(a.weights, b.weights))
    throw new RangeError(
      `forecasts are compared on the same customers; the actual values of forecast ${position} are not those of the first`,
    );
}
