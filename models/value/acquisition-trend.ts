import type { Random } from "../model.js";
import { poissonVariate } from "../numeric/poisson.js";
import { normal } from "../numeric/random.js";
import { damping, filterMonths, type MonthState, type Spreads, stateSize } from "./acquisition-filter.js";

/** New customers of a calendar month, or of the part of it that was seen. */
export interface ArrivalMonth {
  readonly count: number;
  /** days that were seen */
  readonly days: number;
  /** 0 for January */
  readonly month: number;
}

/** A month, or a part of it, to forecast. */
export interface ComingArrivals {
  readonly days: number;
  readonly month: number;
}

/** New customers to come. */
export interface ArrivalForecast {
  /** Expected, by month. */
  readonly expected: readonly number[];
  /** Equally likely paths, each by month. */
  readonly paths: readonly Float64Array[];
}

/** From so many months of log on a slope, and a season, are looked for: before, they cannot be told from chance. */
const monthsForSlope = 12;
const monthsForSeason = 24;

const levels = [0, 0.01, 0.02, 0.04, 0.08, 0.16];
const dispersions = [0, 0.05, 0.1, 0.2, 0.4];
const slopes = [0, 0.02];
const seasons = [0, 0.1, 0.25, 0.5];

/**
 * The trend of new customers, continued: the logarithm of their number a day is a level that moves as a random walk, with a slope that
 * dies out (a damped trend, Gardner & McKenzie 1985), and a month's season, drawn towards none; a month's number is Poisson about that times
 * a chance factor of its own, so that months differ by more than Poisson does. How much level, slope, season and months vary is not
 * estimated but averaged over, each combination weighing by its likelihood in a Kalman filter of the log counts (Harvey 1989, "Forecasting,
 * structural time series models and the Kalman filter") and by a prior that takes large ones for unlikely. The doubt grows with the horizon,
 * while the expected level does not: the walk has no drift on the scale of counts.
 * @param log every month from the first one on, in order, with 0 where nobody came
 */
export function acquisitionTrend(
  log: readonly ArrivalMonth[],
  coming: readonly ComingArrivals[],
  paths: number,
  random: Random,
): ArrivalForecast {
  const seen = sinceLastArrivals(log);
  const states = combinations(seen.length).map((spreads) => ({ spreads, ...filterMonths(seen, spreads) }));
  const best = Math.max(...states.map(({ logLikelihood, spreads }) => logLikelihood + logPrior(spreads)));
  const weights = states.map(({ logLikelihood, spreads }) =>
    Math.exp(logLikelihood + logPrior(spreads) - best),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  const drawn = Array.from({ length: paths }, (_, i) => {
    const { state, spreads } = states[picked(weights, ((i + random()) / paths) * sum)]!;
    return pathFrom(state, spreads, coming, random);
  });
  return {
    expected: coming.map((_, j) => drawn.reduce((total, { rates }) => total + rates[j]!, 0) / paths),
    paths: drawn.map(({ counts }) => counts),
  };
}

/** Nobody in so many months, the last ones: new customers have come to an end, and what was before says nothing of them. */
const monthsWithout = 3;

function sinceLastArrivals(log: readonly ArrivalMonth[]): readonly ArrivalMonth[] {
  const last = log.findLastIndex(({ count }) => count > 0);
  return log.length - 1 - last >= monthsWithout ? log.slice(last + 1) : log;
}

function combinations(months: number): Spreads[] {
  const ofSlope = months >= monthsForSlope ? slopes : [0];
  const ofSeason = months >= monthsForSeason ? seasons : [0];
  return levels.flatMap((level) =>
    dispersions.flatMap((dispersion) =>
      ofSlope.flatMap((slope) => ofSeason.map((season) => ({ level, dispersion, slope, season }))),
    ),
  );
}

function logPrior({ level, dispersion }: Spreads): number {
  return -0.5 * ((level / 0.08) ** 2 + (dispersion / 0.3) ** 2);
}

function picked(weights: readonly number[], at: number): number {
  let sum = 0;
  const found = weights.findIndex((weight) => {
    sum += weight;
    return sum >= at;
  });
  return found < 0 ? weights.length - 1 : found;
}

/** One path: what is expected of each month on it, and what comes. */
function pathFrom(
  { level, slope, season, error: errorOf }: MonthState,
  spreads: Spreads,
  coming: readonly ComingArrivals[],
  random: Random,
): { rates: Float64Array; counts: Float64Array } {
  const error = errorOf(Array.from({ length: stateSize }, () => normal(random)));
  let now = level + error[0]!;
  let rise = slope + error[1]!;
  const rates = new Float64Array(coming.length);
  const counts = new Float64Array(coming.length);
  coming.forEach(({ days, month }, j) => {
    rise *= damping;
    now += rise + spreads.level * normal(random) - spreads.level ** 2 / 2;
    const log = now + season[month]! + error[2 + month]!;
    const mean = days * Math.exp(Math.min(log, mostLog));
    rates[j] = mean * Math.exp(spreads.dispersion ** 2 / 2);
    counts[j] = poissonVariate(random, mean * Math.exp(spreads.dispersion * normal(random)));
  });
  return { rates, counts };
}

/** A billion customers a day. */
const mostLog = Math.log(1e9);
