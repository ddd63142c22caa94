import type { Histories } from "../model.js";
import { checkLength } from "../too-long.js";

/**
 * What the BG/BB likelihood needs of a set of histories, independent of parameters: totals by x, T - x and T, and the
 * rows whose last opportunities went by without a purchase, in groups of equal x and T.
 */
export interface BgBbPlan {
  /** above[j] = customers with more than j purchases, opportunities without one, opportunities */
  readonly purchasesAbove: Float64Array;
  readonly missesAbove: Float64Array;
  readonly opportunitiesAbove: Float64Array;
  /** group i covers the rows groupEnd[i-1] to groupEnd[i]; their t_x is below T and falls */
  readonly groupEnd: Uint32Array;
  readonly groupX: Float64Array;
  readonly groupT: Float64Array;
  readonly tx: Float64Array;
  readonly n: Float64Array;
}

const plans = new WeakMap<Histories, BgBbPlan>();

/** The plan of these histories; made once per object, so their arrays must not change afterwards. */
export function bgBbPlan(h: Histories): BgBbPlan {
  let plan = plans.get(h);
  if (plan === undefined) {
    plan = makePlan(h);
    plans.set(h, plan);
  }
  return plan;
}

function makePlan(h: Histories): BgBbPlan {
  checkOpportunities(h);
  checkLength(h, "discrete");
  const tx = h.tx.map(Math.floor);
  const T = h.T.map(Math.floor);
  const misses = T.map((v, i) => v - h.x[i]!);
  const rows: number[] = [];
  for (let i = 0; i < h.n.length; i++) if (h.n[i]! > 0 && tx[i]! < T[i]!) rows.push(i);
  rows.sort((i, j) => h.x[i]! - h.x[j]! || T[i]! - T[j]! || tx[j]! - tx[i]!);
  const groups = { end: [] as number[], x: [] as number[], T: [] as number[] };
  for (const [row, i] of rows.entries()) {
    const last = groups.end.length - 1;
    if (last >= 0 && groups.x[last] === h.x[i] && groups.T[last] === T[i]) groups.end[last] = row + 1;
    else {
      groups.end.push(row + 1);
      groups.x.push(h.x[i]!);
      groups.T.push(T[i]!);
    }
  }
  return {
    purchasesAbove: tailCounts(h.x, h.n),
    missesAbove: tailCounts(misses, h.n),
    opportunitiesAbove: tailCounts(T, h.n),
    groupEnd: Uint32Array.from(groups.end),
    groupX: Float64Array.from(groups.x),
    groupT: Float64Array.from(groups.T),
    tx: Float64Array.from(rows, (i) => tx[i]!),
    n: Float64Array.from(rows, (i) => h.n[i]!),
  };
}

/** Throws a RangeError unless x <= t_x <= T in whole opportunities, x whole, and t_x = 0 just where x = 0. */
function checkOpportunities(h: Histories): void {
  let broken = 0;
  let first = -1;
  for (let i = 0; i < h.x.length; i++) {
    const x = h.x[i]!;
    const last = Math.floor(h.tx[i]!);
    const whole = x >= 0 && Math.floor(x) === x;
    if (whole && x <= last && last <= h.T[i]! && h.T[i]! < Infinity && (x > 0 || h.tx[i] === 0)) continue;
    if (first < 0) first = i;
    broken++;
  }
  if (broken === 0) return;
  throw new RangeError(
    `${broken} of ${h.x.length} histories break x <= t_x <= T in whole opportunities with t_x = 0 at x = 0 ` +
      `(first: row ${first}, x = ${h.x[first]}, t_x = ${h.tx[first]}, T = ${h.T[first]})`,
  );
}

/** Customers with a value above j, for j below the largest value. */
function tailCounts(values: Float64Array, n: Float64Array): Float64Array {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (n[i]! > 0 && values[i]! > most) most = values[i]!;
  const above = new Float64Array(most);
  for (let i = 0; i < values.length; i++) if (n[i]! > 0 && values[i]! > 0) above[values[i]! - 1]! += n[i]!;
  for (let j = most - 2; j >= 0; j--) above[j]! += above[j + 1]!;
  return above;
}
