import type { PreparedActual, PreparedForecast } from "./prepared-forecast.js";
import type { MeasureName } from "./score-measures.js";

/**
 * All measures of `forecastScore` under several weightings of the customers, in time proportional to their number.
 * @returns by weighting and forecast; NaN where a measure is not defined
 */
export function weightedMeasures(
  actual: PreparedActual,
  forecasts: readonly PreparedForecast[],
  weights: readonly Float64Array[],
): Record<MeasureName, number>[][] {
  const frames = weights.map((w) => frameOf(actual, w));
  const n = actual.actual.length;
  const scratch = { drawn: new Float64Array(n), upTo: new Float64Array(n + 1) };
  const byForecast = forecasts.map((forecast) => {
    const means = forecast.terms.map(([, column]) => dots(column, weights));
    return frames.map((frame, r) => {
      const named = forecast.terms.map(([name], t) => [name, means[t]![r]! / frame.customers] as const);
      return measures(ranked(forecast, frame, scratch), frame, Object.fromEntries(named));
    });
  });
  return frames.map((_, r) => byForecast.map((of) => of[r]!));
}

/** What all forecasts share under one weighting. */
interface Frame {
  readonly weights: Float64Array;
  readonly customers: number;
  readonly total: number;
  /** 2 rank - N - 1 of each distinct value of what came */
  readonly centred: Float64Array;
  /** sums over customers of the square of that, and of it times what came */
  readonly spread: number;
  readonly perfect: number;
}

function frameOf({ distinct, place }: PreparedActual, weights: Float64Array): Frame {
  const counts = countsAt(place, weights, distinct.length);
  const customers = counts.reduce((sum, count) => sum + count, 0);
  const centred = new Float64Array(distinct.length);
  let [before, total, spread, perfect] = [0, 0, 0, 0];
  for (let g = 0; g < distinct.length; g++) {
    const count = counts[g]!;
    const rank = 2 * before + count - customers;
    centred[g] = rank;
    total += count * distinct[g]!;
    spread += count * rank * rank;
    perfect += count * distinct[g]! * rank;
    before += count;
  }
  return { weights, customers, total, centred, spread, perfect };
}

function countsAt(place: Uint32Array, weights: Float64Array, places: number): Float64Array {
  const counts = new Float64Array(places);
  for (let i = 0; i < place.length; i++) counts[place[i]!]! += weights[i]!;
  return counts;
}

/** Sums over the customers in the order of the forecast; rank is 2 rank - N - 1. */
interface Ranked {
  readonly spread: number;
  readonly withActual: number;
  readonly withActualRank: number;
  /** totals of forecast and of what came up to each of the nine borders of deciles, and in all */
  readonly forecastUpTo: Float64Array;
  readonly actualUpTo: Float64Array;
}

const deciles = 10;

/** Weights in the order of a forecast, and their sums before each place: made once, since they are large. */
interface Scratch {
  readonly drawn: Float64Array;
  readonly upTo: Float64Array;
}

/**
 * The loops have no branches, which would be mispredicted, since customers are drawn or not at random; and each has a
 * function of its own, which the engine compiles once: one function with several of them is thrown away and compiled anew.
 */
function ranked(prepared: PreparedForecast, frame: Frame, { drawn, upTo }: Scratch): Ranked {
  drawInOrder(prepared.order, frame.weights, drawn, upTo);
  return { ...rankSums(prepared, frame, drawn, upTo), ...decileTotals(prepared, drawn, upTo) };
}

function drawInOrder(
  order: Uint32Array,
  weights: Float64Array,
  drawn: Float64Array,
  upTo: Float64Array,
): void {
  let reached = 0;
  for (let s = 0; s < order.length; s++) {
    const weight = weights[order[s]!]!;
    drawn[s] = weight;
    reached += weight;
    upTo[s + 1] = reached;
  }
}

function rankSums(
  { actual, place, start, end }: PreparedForecast,
  { customers, centred }: Frame,
  drawn: Float64Array,
  upTo: Float64Array,
): Pick<Ranked, "spread" | "withActual" | "withActualRank"> {
  let [spread, withActual, withActualRank] = [0, 0, 0];
  for (let s = 0; s < drawn.length; s++) {
    const rank = upTo[start[s]!]! + upTo[end[s]!]! - customers;
    const weighted = drawn[s]! * rank;
    spread += weighted * rank;
    withActual += weighted * actual[s]!;
    withActualRank += weighted * centred[place[s]!]!;
  }
  return { spread, withActual, withActualRank };
}

/** Totals up to the borders of deciles; customers of equal forecast across a border are split in proportion. */
function decileTotals(
  { forecast, actual, start, end }: PreparedForecast,
  drawn: Float64Array,
  upTo: Float64Array,
): Pick<Ranked, "forecastUpTo" | "actualUpTo"> {
  const n = drawn.length;
  const borders = Array.from({ length: deciles - 1 }, (_, d) => ((d + 1) * upTo[n]!) / deciles);
  const across = borders.map((border) => firstAtLeast(upTo, border) - 1);
  const cuts = [...new Set([...across.flatMap((s) => [start[s]!, end[s]!]), n])];
  const foretold = totalsAt(cuts, forecast, drawn);
  const came = totalsAt(cuts, actual, drawn);
  const at = (totals: Map<number, number>): Float64Array =>
    Float64Array.of(
      ...borders.map((border, d) => {
        const [from, to] = [start[across[d]!]!, end[across[d]!]!];
        const share = (border - upTo[from]!) / (upTo[to]! - upTo[from]!);
        return totals.get(from)! + share * (totals.get(to)! - totals.get(from)!);
      }),
      totals.get(n)!,
    );
  return { forecastUpTo: at(foretold), actualUpTo: at(came) };
}

/** Sum of column times weights up to each of some rising places. */
function totalsAt(
  places: readonly number[],
  column: Float64Array,
  weights: Float64Array,
): Map<number, number> {
  let sum = 0;
  return new Map(
    places.map((place, i) => {
      sum += dot(column, weights, places[i - 1] ?? 0, place);
      return [place, sum] as const;
    }),
  );
}

function dot(column: Float64Array, weights: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += column[i]! * weights[i]!;
  return sum;
}

/** The first place with a value of at least that much in a rising column. */
function firstAtLeast(rising: Float64Array, value: number): number {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function measures(
  { spread, withActual, withActualRank, forecastUpTo, actualUpTo }: Ranked,
  frame: Frame,
  means: Readonly<Partial<Record<MeasureName, number>>>,
): Record<MeasureName, number> {
  const forecastTotal = forecastUpTo[deciles - 1]!;
  const { total } = frame;
  const defined = (where: boolean, value: number): number => (where ? value : Number.NaN);
  const mean = (name: MeasureName): number => means[name] ?? Number.NaN;
  return {
    bias: defined(total !== 0, (forecastTotal - total) / total),
    mae: mean("mae"),
    rmse: Math.sqrt(mean("rmse")),
    msle: mean("msle"),
    spearman: defined(spread > 0 && frame.spread > 0, withActualRank / Math.sqrt(spread * frame.spread)),
    normalisedGini: defined(frame.perfect !== 0, withActual / frame.perfect),
    topCapture: defined(total !== 0, (total - actualUpTo[deciles - 2]!) / total),
    decileMape: decileMape(forecastUpTo, actualUpTo),
    logScore: mean("logScore"),
    brier: mean("brier"),
    coverage80: mean("coverage80"),
    coverage95: mean("coverage95"),
    width80: mean("width80"),
    width95: mean("width95"),
  };
}

/** Mean of |forecast - actual| / actual over the deciles in which something came. */
function decileMape(forecastUpTo: Float64Array, actualUpTo: Float64Array): number {
  let [sum, groups] = [0, 0];
  for (let d = 0; d < deciles; d++) {
    const came = actualUpTo[d]! - (actualUpTo[d - 1] ?? 0);
    const foretold = forecastUpTo[d]! - (forecastUpTo[d - 1] ?? 0);
    if (came === 0) continue;
    sum += Math.abs(foretold - came) / Math.abs(came);
    groups++;
  }
  return sum / groups;
}

/** Sum of column times weights for each weighting; up to four are summed in one pass over the column. */
function dots(column: Float64Array, weights: readonly Float64Array[]): number[] {
  const [a, b = a, c = a, d = a] = weights;
  let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    sumA += value * a![i]!;
    sumB += value * b![i]!;
    sumC += value * c![i]!;
    sumD += value * d![i]!;
  }
  return [sumA, sumB, sumC, sumD].slice(0, weights.length);
}
