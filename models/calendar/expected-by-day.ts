import type { Histories, Params } from "../model.js";

/** What a unit of operational time is worth to one history: see PurchaseModel's `exposure`. */
export type Exposure = (p: Params, x: number, tx: number, T: number, out: Float64Array) => void;

/** The parameters of every history: the same for all, or those of its group. */
export type ParamsOfRow = (row: number) => Params;

/**
 * Repeat purchases that each unit of operational time was expected to bring on each day of the log, given the histories: the live were
 * exposed from their first purchase to the as-of date, the gone to their last purchase. Times what a day counts it is the expected
 * number of that day, and the difference to the actual one is the derivative of the log-likelihood by the log of that day's factor.
 * @param days     in days, for when each customer came and last bought
 * @param operational the same histories in operational time, which the parameters are in
 * @returns by day from firstDay to asOf
 */
export function exposureByDay(
  exposure: Exposure,
  paramsOf: ParamsOfRow,
  days: Histories,
  operational: Histories,
  firstDay: number,
  asOf: number,
): Float64Array {
  const length = asOf - firstDay + 1;
  const change = new Float64Array(length + 1);
  const out = new Float64Array(3);
  for (let i = 0; i < days.n.length; i++) {
    const n = days.n[i]!;
    if (n === 0) continue;
    exposure(paramsOf(i), days.x[i]!, operational.tx[i]!, operational.T[i]!, out);
    const first = asOf - days.T[i]! - firstDay;
    change[first + 1]! += n * (out[0]! + out[1]!);
    change[first + days.tx[i]! + 1]! -= n * out[1]!;
    if (out[2]! < 1) gather(change, n, days.x[i]!, first, days.tx[i]!, operational.tx[i]!, out[2]!);
  }
  let sum = 0;
  for (let i = 0; i < length; i++) {
    sum += change[i]!;
    change[i] = sum;
  }
  return change.subarray(0, length);
}

/** Moves the purchases between the first and the last of n regular buyers, spread evenly so far, into the middle share of those days. */
function gather(
  change: Float64Array,
  n: number,
  x: number,
  first: number,
  days: number,
  operational: number,
  share: number,
): void {
  const even = (n * (x - 1)) / operational;
  change[first + 1]! -= even;
  change[first + days + 1]! += even;
  const margin = (days * (1 - share)) / 2;
  stepAt(change, first + margin, even / share);
  stepAt(change, first + days - margin, -even / share);
}

/** Adds to all days after a moment, to the day it falls in for the rest of it. */
function stepAt(change: Float64Array, moment: number, value: number): void {
  const day = Math.floor(moment);
  const gone = moment - day;
  change[day + 1]! += value * (1 - gone);
  change[day + 2]! += value * gone;
}
