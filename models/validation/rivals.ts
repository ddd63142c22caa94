import { type Column, checkColumns, weightedMean } from "./columns.js";

/** What a team knows of its customers without a model, one entry a customer; days and base currency. */
export interface RivalColumns {
  /** repeat purchases so far */
  readonly x: Column;
  /** first to last purchase, days */
  readonly tx: Column;
  /** first purchase to now, days */
  readonly T: Column;
  /** net spend so far, the first purchase included */
  readonly totalValue: Column;
  /** purchase days in the last window of the length of the horizon, the first purchase included where it lies there */
  readonly lastPurchases: Column;
  /** net spend in that window */
  readonly lastValue: Column;
  /** customers that each entry stands for; 1 when absent */
  readonly weights?: Column;
}

export interface RivalForecast {
  readonly purchases: Float64Array;
  readonly value: Float64Array;
}

/** The forecasts that are made without a model, in the order of tables. */
export const rivals = [
  { name: "last-period", title: "last period repeated" },
  { name: "own-rate", title: "own average x horizon" },
  { name: "rfm-cells", title: "mean of the RFM cell" },
  { name: "arpu-lifetime", title: "ARPU x lifetime" },
] as const;

export type RivalName = (typeof rivals)[number]["name"];

/**
 * Every customer does again what it did in the last window of the horizon's length. A customer who is newer than that
 * window repeats what there is of it, first purchase included; it is not scaled up.
 */
export function lastPeriodRepeated({ lastPurchases, lastValue }: RivalColumns): RivalForecast {
  return { purchases: Float64Array.from(lastPurchases), value: Float64Array.from(lastValue) };
}

/** Days over which a rate is taken at least, so that one order yesterday is not 365 a year. */
export const leastDaysOfRate = 30;

/**
 * Every customer goes on at its own average: purchases and spend so far, the first purchase included, over the days since
 * then (that day counts; at least 30), times the horizon.
 *     (x + 1) / max(T + 1, 30) t   and   spend / max(T + 1, 30) t
 * @param horizon t, days
 */
export function ownRate(
  { x, T, totalValue }: Pick<RivalColumns, "x" | "T" | "totalValue">,
  horizon: number,
): RivalForecast {
  const share = (i: number): number => horizon / Math.max(T[i]! + 1, leastDaysOfRate);
  return {
    purchases: Float64Array.from({ length: x.length }, (_, i) => (x[i]! + 1) * share(i)),
    value: Float64Array.from({ length: x.length }, (_, i) => totalValue[i]! * share(i)),
  };
}

export interface ArpuLifetime {
  /** purchases and spend per customer and day: totals over the sum of T + 1 */
  readonly purchasesADay: number;
  readonly valueADay: number;
  /** share of customers whose last purchase is longer ago than the horizon */
  readonly churn: number;
  /** expected days of custom within the horizon */
  readonly days: number;
}

/**
 * Average revenue per user and day, times lifetime: the same for everybody. Churn c is the share of customers not seen for longer
 * than the horizon t, taken as what leaves in one horizon; the lifetime is then 1/c horizons, and as far as it falls into
 * the horizon (lifetimes with a constant rate of leaving) it is
 *     (t / c) (1 - e^-c),   t where nobody has left
 * @param horizon t, days
 */
export function arpuLifetime(
  columns: Omit<RivalColumns, "lastPurchases" | "lastValue">,
  horizon: number,
): RivalForecast & ArpuLifetime {
  const { x, tx, T, totalValue, weights } = columns;
  checkColumns({ x, tx, T, totalValue }, weights, "histories");
  const n = x.length;
  const mean = (value: (i: number) => number): number => weightedMean(n, value, weights);
  const seen = mean((i) => T[i]! + 1);
  const purchasesADay = mean((i) => x[i]! + 1) / seen;
  const valueADay = mean((i) => totalValue[i]!) / seen;
  const churn = mean((i) => (T[i]! - tx[i]! > horizon ? 1 : 0));
  const days = churn === 0 ? horizon : (horizon / churn) * -Math.expm1(-churn);
  return {
    purchases: new Float64Array(n).fill(purchasesADay * days),
    value: new Float64Array(n).fill(valueADay * days),
    purchasesADay,
    valueADay,
    churn,
    days,
  };
}
