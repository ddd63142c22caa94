import { checkHistories } from "../histories.js";
import type { Histories } from "../model.js";
import { checkLength } from "../too-long.js";
import { distinct, stableOrder } from "./distinct.js";

/**
 * What the likelihoods of the BG/NBD family need of a set of histories, independent of parameters: totals by x and by T,
 * and the rows packed in runs of equal weight and equal x.
 */
export interface BgNbdPlan {
  readonly customers: number;
  /** sum over customers of the logarithms of their times between purchases; null where the histories have none */
  readonly logGaps: number | null;
  /** moreThan[j] = customers with x > j, for j below the largest x */
  readonly moreThan: Float64Array;
  /** distinct T, the customers at each, and the sum of their x */
  readonly T: Float64Array;
  readonly customersAt: Float64Array;
  readonly purchasesAt: Float64Array;
  /** distinct t_x */
  readonly tx: Float64Array;
  /** rows: positions in T and tx */
  readonly TIndex: Uint16Array | Uint32Array;
  readonly txIndex: Uint16Array | Uint32Array;
  /** run i covers the rows runEnd[i-1] to runEnd[i], all with x = runX[i] and weight runWeight[i] */
  readonly runEnd: Uint32Array;
  readonly runX: Float64Array;
  readonly runWeight: Float64Array;
}

const plans = new WeakMap<Histories, BgNbdPlan>();

/** The plan of these histories; made once per object, so their arrays must not change afterwards. */
export function bgNbdPlan(h: Histories): BgNbdPlan {
  let plan = plans.get(h);
  if (plan === undefined) {
    plan = makePlan(h);
    plans.set(h, plan);
  }
  return plan;
}

function makePlan(h: Histories): BgNbdPlan {
  checkHistories(h.x, h.tx, h.T);
  checkLength(h, "continuous");
  const xs = distinct(h.x);
  const Ts = distinct(h.T);
  const txs = distinct(h.tx);
  const customersAt = new Float64Array(Ts.values.length);
  const purchasesAt = new Float64Array(Ts.values.length);
  const customersWith = new Float64Array(xs.values.length);
  let customers = 0;
  let rows = 0;
  let logGaps = 0;
  for (let i = 0; i < h.n.length; i++) {
    const n = h.n[i]!;
    const x = h.x[i]!;
    const at = Ts.index[i]!;
    customers += n;
    customersAt[at] = customersAt[at]! + n;
    purchasesAt[at] = purchasesAt[at]! + n * x;
    const with_ = xs.index[i]!;
    customersWith[with_] = customersWith[with_]! + n;
    if (n > 0) rows++;
    if (h.logGaps !== undefined && n > 0 && x > 0) logGaps += n * h.logGaps[i]!;
  }
  const TIndex = new (Ts.index.constructor as Uint32ArrayConstructor)(rows);
  const txIndex = new (txs.index.constructor as Uint32ArrayConstructor)(rows);
  const runs = { end: [] as number[], x: [] as number[], weight: [] as number[] };
  let row = 0;
  for (const i of stableOrder(distinct(h.n))) {
    const x = h.x[i]!;
    const n = h.n[i]!;
    if (n === 0) continue;
    TIndex[row] = Ts.index[i]!;
    txIndex[row] = txs.index[i]!;
    row++;
    const last = runs.end.length - 1;
    if (last >= 0 && runs.x[last] === x && runs.weight[last] === n) runs.end[last] = row;
    else {
      runs.end.push(row);
      runs.x.push(x);
      runs.weight.push(n);
    }
  }
  return {
    customers,
    logGaps: h.logGaps === undefined ? null : logGaps,
    moreThan: tailCounts(xs.values, customersWith),
    T: Ts.values,
    customersAt,
    purchasesAt,
    tx: txs.values,
    TIndex,
    txIndex,
    runEnd: Uint32Array.from(runs.end),
    runX: Float64Array.from(runs.x),
    runWeight: Float64Array.from(runs.weight),
  };
}

function tailCounts(values: Float64Array, customersWith: Float64Array): Float64Array {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (customersWith[i]! > 0 && values[i]! > most) most = values[i]!;
  const exactly = new Float64Array(most + 1);
  for (let i = 0; i < values.length; i++) if (customersWith[i]! > 0) exactly[values[i]!] = customersWith[i]!;
  const moreThan = new Float64Array(most);
  let above = 0;
  for (let j = most - 1; j >= 0; j--) {
    above += exactly[j + 1]!;
    moreThan[j] = above;
  }
  return moreThan;
}
