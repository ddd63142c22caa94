import type { SpendHistories } from "../model.js";
import { distinct, stableOrder } from "../purchase/distinct.js";

/** Totals by distinct x of a set of spend histories, and its rows in order of x: what no parameter changes. */
export interface SpendTotals {
  readonly x: Float64Array;
  readonly customers: Float64Array;
  /** sum over customers of ln z */
  readonly logSpend: Float64Array;
  /** row numbers in order of x; those of x[i] end before position end[i] */
  readonly order: Uint32Array;
  readonly end: Uint32Array;
}

const known = new WeakMap<SpendHistories, SpendTotals>();

/** The totals of these histories; made once per object, so their arrays must not change afterwards. */
export function spendTotals(h: SpendHistories): SpendTotals {
  let totals = known.get(h);
  if (totals === undefined) {
    totals = makeTotals(h);
    known.set(h, totals);
  }
  return totals;
}

function makeTotals(h: SpendHistories): SpendTotals {
  const order = stableOrder(distinct(h.x));
  const x: number[] = [];
  const customers: number[] = [];
  const logSpend: number[] = [];
  const end: number[] = [];
  let broken = 0;
  let first = -1;
  for (let position = 0; position < order.length; position++) {
    const row = order[position]!;
    const z = h.z[row]!;
    const n = h.n[row]!;
    if (!(h.x[row]! > 0 && z > 0 && z < Infinity)) {
      if (first < 0) first = row;
      broken++;
    }
    if (x.length === 0 || x[x.length - 1] !== h.x[row]!) {
      x.push(h.x[row]!);
      customers.push(0);
      logSpend.push(0);
      end.push(0);
    }
    const i = x.length - 1;
    customers[i]! += n;
    logSpend[i]! += n * (Math.log(z) - h.m2[row]! / (2 * z * z) + h.m3[row]! / (3 * z * z * z));
    end[i] = position + 1;
  }
  if (broken > 0) {
    throw new RangeError(
      `${broken} of ${order.length} spend histories break x > 0, z > 0 (first: row ${first}, x = ${h.x[first]}, z = ${h.z[first]})`,
    );
  }
  return {
    x: Float64Array.from(x),
    customers: Float64Array.from(customers),
    logSpend: Float64Array.from(logSpend),
    order,
    end: Uint32Array.from(end),
  };
}
