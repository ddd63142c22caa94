import { ascending, type Column, checkColumns } from "./columns.js";
import {
  checkForecast,
  type ForecastColumns,
  type IntervalColumns,
  leastMass,
  pitInside,
} from "./forecast-score.js";
import type { MeasureName } from "./score-measures.js";

/** The actual values, sorted once: the distinct values in rising order and which of them each customer has. */
export interface PreparedActual {
  readonly actual: Column;
  readonly distinct: Float64Array;
  readonly place: Uint32Array;
}

/** A forecast, sorted once. */
export interface PreparedForecast {
  /** customers by rising forecast, and in this order their actual values and which of the distinct values these are */
  readonly order: Uint32Array;
  readonly actual: Float64Array;
  readonly place: Uint32Array;
  /** the distinct forecasts, rising, and the place in `order` after the customers of each */
  readonly forecast: Float64Array;
  readonly end: Uint32Array;
  /** In the order of customers: columns whose weighted means are measures, or lead to them. */
  readonly terms: readonly (readonly [MeasureName, Float64Array])[];
}

export function preparedActual(actual: Column): PreparedActual {
  checkColumns({ actual });
  const distinct: number[] = [];
  const place = new Uint32Array(actual.length);
  for (const i of ascending(actual)) {
    if (distinct.length === 0 || distinct[distinct.length - 1] !== actual[i]) distinct.push(actual[i]!);
    place[i] = distinct.length - 1;
  }
  return { actual, distinct: Float64Array.from(distinct), place };
}

export function preparedForecast(
  columns: ForecastColumns,
  { actual, place }: PreparedActual,
): PreparedForecast {
  checkForecast(columns);
  const { forecast } = columns;
  const order = ascending(forecast);
  const n = order.length;
  const inOrder = new Float64Array(n);
  const distinct = new Float64Array(n);
  const end = new Uint32Array(n);
  let groups = 0;
  for (let s = 0; s < n; s++) {
    const i = order[s]!;
    inOrder[s] = actual[i]!;
    if (groups === 0 || forecast[i] !== distinct[groups - 1]) distinct[groups++] = forecast[i]!;
    end[groups - 1] = s + 1;
  }
  return {
    order,
    actual: inOrder,
    place: order.map((i) => place[i]!),
    forecast: distinct.subarray(0, groups),
    end: end.subarray(0, groups),
    terms: termsOf(columns),
  };
}

function termsOf(columns: ForecastColumns): [MeasureName, Float64Array][] {
  const { forecast, actual, active, intervals = [], pit, mass } = columns;
  const column = (of: (i: number) => number): Float64Array => {
    const values = new Float64Array(forecast.length);
    for (let i = 0; i < values.length; i++) values[i] = of(i);
    return values;
  };
  const log = (value: number): number => Math.log1p(Math.max(0, value));
  const terms: [MeasureName, Float64Array][] = [
    ["mae", column((i) => Math.abs(forecast[i]! - actual[i]!))],
    ["rmse", column((i) => (forecast[i]! - actual[i]!) ** 2)],
    ["msle", column((i) => (log(forecast[i]!) - log(actual[i]!)) ** 2)],
  ];
  if (mass !== undefined) terms.push(["logScore", column((i) => Math.log(Math.max(leastMass, mass[i]!)))]);
  if (active !== undefined) {
    const { probability, outcome } = active;
    terms.push(["brier", column((i) => (probability[i]! - outcome[i]!) ** 2)]);
  }
  const names = new Map([
    [0.8, ["coverage80", "width80"] as const],
    [0.95, ["coverage95", "width95"] as const],
  ]);
  for (const of of intervals) {
    const [coverage, width] = names.get(of.level) ?? [];
    if (coverage === undefined || width === undefined) continue;
    terms.push([coverage, column(inside(of, actual, pit))]);
    terms.push([width, column((i) => of.high[i]! - of.low[i]!)]);
  }
  return terms;
}

function inside(of: IntervalColumns, actual: Column, pit: Column | undefined): (i: number) => number {
  if (pit !== undefined) return pitInside(of, pit);
  return (i) => (of.low[i]! <= actual[i]! && actual[i]! <= of.high[i]! ? 1 : 0);
}
