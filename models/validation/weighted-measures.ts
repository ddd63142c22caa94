import type { PreparedActual, PreparedForecast } from "./prepared-forecast.js";
import type { MeasureName } from "./score-measures.js";

/** How many weightings are worked on at once, so that each column is read once for all of them. */
export const together = 4;

/**
 * All measures of `forecastScore` under several weightings of the customers, in time proportional to their number.
 * @param weights `together` of them or fewer
 * @returns by weighting and forecast; NaN where a measure is not defined
 */
export function weightedMeasures(
  actual: PreparedActual,
  forecasts: readonly PreparedForecast[],
  weights: readonly Float64Array[],
): Record<MeasureName, number>[][] {
  const tables = tablesFor(weights, actual);
  const frames = weights.map((w, lane) => frameOf(actual, w, lane, tables));
  const byForecast = forecasts.map((forecast) => {
    const means = forecast.terms.map(([, column]) => dots(column, weights));
    const sums = rankSums(forecast, frames, tables);
    return frames.map((frame, r) => {
      const named = forecast.terms.map(([name], t) => [name, means[t]![r]! / frame.customers] as const);
      return measures(sums[r]!, frame, Object.fromEntries(named));
    });
  });
  return frames.map((_, r) => byForecast.map((of) => of[r]!));
}

/** What all forecasts share under one weighting. */
interface Frame {
  readonly customers: number;
  readonly total: number;
  /** sums over customers of the square of 2 rank - N - 1 by actual value, and of it times the actual value */
  readonly spread: number;
  readonly perfect: number;
}

/** What belongs to each customer, or to each distinct actual value, under all weightings side by side. */
interface Tables {
  /** by customer */
  readonly weights: Float32Array | Float64Array;
  /** by distinct value: 2 rank - N - 1 */
  readonly centred: Float32Array | Float64Array;
}

const mostExact = 2 ** 23; // customers: whole numbers and ranks up to here lose nothing in 32 bits

/** In 32 bits where that is exact, so that they stay in the processor's cache while forecasts read them in their own orders. */
function tablesFor(weights: readonly Float64Array[], { actual, distinct }: PreparedActual): Tables {
  const exact = weights.every((w) => wholeSum(w) < mostExact);
  const Table = exact ? Float32Array : Float64Array;
  return { weights: new Table(together * actual.length), centred: new Table(together * distinct.length) };
}

/** The sum of whole numbers; Infinity where one is not. */
function wholeSum(weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += Number.isInteger(weights[i]) ? weights[i]! : Infinity;
  return sum;
}

/** Fills a lane of the tables, too. */
function frameOf(
  { distinct, place }: PreparedActual,
  weights: Float64Array,
  lane: number,
  tables: Tables,
): Frame {
  const counts = countsAt(place, weights, distinct.length);
  const customers = counts.reduce((sum, count) => sum + count, 0);
  fillLane(tables.weights, lane, weights);
  return { customers, ...rankLane(tables.centred, lane, distinct, counts, customers) };
}

function countsAt(place: Uint32Array, weights: Float64Array, places: number): Float64Array {
  const counts = new Float64Array(places);
  for (let i = 0; i < place.length; i++) counts[place[i]!]! += weights[i]!;
  return counts;
}

function fillLane(table: Tables["weights"], lane: number, weights: Float64Array): void {
  for (let i = 0; i < weights.length; i++) table[together * i + lane] = weights[i]!;
}

function rankLane(
  table: Tables["centred"],
  lane: number,
  distinct: Float64Array,
  counts: Float64Array,
  customers: number,
): Omit<Frame, "customers"> {
  let before = 0;
  let total = 0;
  let spread = 0;
  let perfect = 0;
  for (let g = 0; g < distinct.length; g++) {
    const count = counts[g]!;
    const rank = 2 * before + count - customers;
    table[together * g + lane] = rank;
    total += count * distinct[g]!;
    spread += count * rank * rank;
    perfect += count * distinct[g]! * rank;
    before += count;
  }
  return { total, spread, perfect };
}

/** Sums over the customers in the order of the forecast; rank is 2 rank - N - 1. */
interface RankSums {
  readonly spread: number;
  readonly withActual: number;
  readonly withActualRank: number;
  /** totals of forecast and of actual value up to each of the nine borders of deciles, and in all */
  readonly forecastUpTo: Float64Array;
  readonly actualUpTo: Float64Array;
}

const deciles = 10;

/**
 * One pass over the customers by rising forecast, those of equal forecast together, for all weightings: each customer's weights are
 * read from one place. Each loop has a function of its own, which the engine compiles once: one function with several of them, or
 * with more after the loop, is thrown away and compiled again.
 */
function rankSums(
  prepared: PreparedForecast,
  frames: readonly Frame[],
  { weights, centred }: Tables,
): RankSums[] {
  const all = Array.from({ length: together }, (_, r) => newSums(frames[r]?.customers ?? 0));
  const [a, b, c, d] = all as [Float64Array, Float64Array, Float64Array, Float64Array];
  pass(prepared, weights, centred, a, b, c, d);
  return all.map((sums) => ({
    spread: sums[spread]!,
    withActual: sums[withActual]!,
    withActualRank: sums[withActualRank]!,
    forecastUpTo: Float64Array.of(...sums.subarray(forecastBorders, actualBorders), sums[forecastSum]!),
    actualUpTo: Float64Array.of(...sums.subarray(actualBorders), sums[actualSum]!),
  }));
}

/** Written out for four weightings, since what an inner loop over them would add up in could not stay in registers. */
function pass(
  { order, actual, place, forecast, end }: PreparedForecast,
  weights: Tables["weights"],
  centred: Tables["centred"],
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
): void {
  let s = 0;
  for (let g = 0; g < end.length; g++) {
    const stop = end[g]!;
    let wA = 0;
    let wB = 0;
    let wC = 0;
    let wD = 0;
    let yA = 0;
    let yB = 0;
    let yC = 0;
    let yD = 0;
    let rA = 0;
    let rB = 0;
    let rC = 0;
    let rD = 0;
    for (; s < stop; s++) {
      const i = together * order[s]!;
      const p = together * place[s]!;
      const y = actual[s]!;
      const weightA = weights[i]!;
      const weightB = weights[i + 1]!;
      const weightC = weights[i + 2]!;
      const weightD = weights[i + 3]!;
      wA += weightA;
      wB += weightB;
      wC += weightC;
      wD += weightD;
      yA += weightA * y;
      yB += weightB * y;
      yC += weightC * y;
      yD += weightD * y;
      rA += weightA * centred[p]!;
      rB += weightB * centred[p + 1]!;
      rC += weightC * centred[p + 2]!;
      rD += weightD * centred[p + 3]!;
    }
    const f = forecast[g]!;
    addGroup(a, f, wA, yA, rA);
    addGroup(b, f, wB, yB, rB);
    addGroup(c, f, wC, yC, rC);
    addGroup(d, f, wD, yD, rD);
  }
}

/** Places of the sums under one weighting, which are plain numbers in one column: fields of objects are not as fast. */
const [customers, before, spread, withActual, withActualRank, forecastSum, actualSum] = [0, 1, 2, 3, 4, 5, 6];
/** The next border of deciles, how many customers lie below it, and the totals up to each. */
const [border, next, forecastBorders, actualBorders] = [7, 8, 9, 9 + deciles - 1];

function newSums(n: number): Float64Array {
  const sums = new Float64Array(actualBorders + deciles - 1);
  sums[customers] = n;
  sums[next] = n / deciles;
  return sums;
}

/**
 * Adds customers of equal forecast; across the border of a decile they are split in proportion.
 * @param weight theirs
 * @param actual it times the actual value
 * @param ranks  it times 2 rank - N - 1 by actual value
 */
function addGroup(sums: Float64Array, forecast: number, weight: number, actual: number, ranks: number): void {
  const rank = 2 * sums[before]! + weight - sums[customers]!;
  sums[spread] = sums[spread]! + weight * rank * rank;
  sums[withActual] = sums[withActual]! + actual * rank;
  sums[withActualRank] = sums[withActualRank]! + ranks * rank;
  if (sums[before]! + weight >= sums[next]!) crossBorders(sums, forecast, weight, actual);
  sums[before] = sums[before]! + weight;
  sums[forecastSum] = sums[forecastSum]! + forecast * weight;
  sums[actualSum] = sums[actualSum]! + actual;
}

function crossBorders(sums: Float64Array, forecast: number, weight: number, actual: number): void {
  while (sums[before]! + weight >= sums[next]!) {
    const share = (sums[next]! - sums[before]!) / weight;
    const at = sums[border]!;
    sums[forecastBorders + at] = sums[forecastSum]! + share * forecast * weight;
    sums[actualBorders + at] = sums[actualSum]! + share * actual;
    sums[border] = at + 1;
    sums[next] = at + 2 < deciles ? ((at + 2) * sums[customers]!) / deciles : Infinity;
  }
}

function measures(
  { spread, withActual, withActualRank, forecastUpTo, actualUpTo }: RankSums,
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

/** Mean of |forecast - actual| / actual over the deciles whose actual total is not 0. */
function decileMape(forecastUpTo: Float64Array, actualUpTo: Float64Array): number {
  let [sum, groups] = [0, 0];
  for (let d = 0; d < deciles; d++) {
    const actual = actualUpTo[d]! - (actualUpTo[d - 1] ?? 0);
    const forecast = forecastUpTo[d]! - (forecastUpTo[d - 1] ?? 0);
    if (actual === 0) continue;
    sum += Math.abs(forecast - actual) / Math.abs(actual);
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
