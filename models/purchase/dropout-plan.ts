import { checkHistories } from "../histories.js";
import type { Histories } from "../model.js";
import { checkLength } from "../too-long.js";
import { distinct, stableOrder } from "./distinct.js";

/**
 * What the likelihood of a model with dropout in continuous time needs of a set of histories, independent of parameters:
 * the rows by x, and for each x the times at which its integral is wanted.
 */
export interface DropoutPlan {
  readonly customers: number;
  /** distinct t_x and T, ascending */
  readonly times: Float64Array;
  /** group i has x = groupX[i] (ascending), its rows end before groupRows[i] and its edges before groupEdges[i] */
  readonly groupX: Float64Array;
  readonly groupCustomers: Float64Array;
  readonly groupRows: Uint32Array;
  readonly groupEdges: Uint32Array;
  /** places in `times` of the t_x and T of a group, ascending within it */
  readonly edges: Uint32Array;
  /** rows: places of t_x and T in `edges`, and customers */
  readonly txEdge: Uint32Array;
  readonly TEdge: Uint32Array;
  readonly n: Float64Array;
}

const plans = new WeakMap<Histories, DropoutPlan>();

/** The plan of these histories; made once per object, so their arrays must not change afterwards. */
export function dropoutPlan(h: Histories): DropoutPlan {
  let plan = plans.get(h);
  if (plan === undefined) {
    plan = makePlan(h);
    plans.set(h, plan);
  }
  return plan;
}

function makePlan(h: Histories): DropoutPlan {
  checkHistories(h.x, h.tx, h.T);
  checkLength(h, "continuous");
  const order = stableOrder(distinct(h.x)).filter((i) => h.n[i]! > 0);
  const rows = order.length;
  const times = ascending(h, order);
  const groups = {
    x: [] as number[],
    customers: [] as number[],
    rows: [] as number[],
    edges: [] as number[],
  };
  const edges: number[] = [];
  const txEdge = new Uint32Array(rows);
  const TEdge = new Uint32Array(rows);
  const n = new Float64Array(rows);
  const place = new Uint32Array(times.length); // of a time in the edges of the group at hand
  const seen = new Uint32Array(times.length); // the last group that had this time, counted from 1
  let customers = 0;
  for (let row = 0; row < rows; ) {
    const x = h.x[order[row]!]!;
    const group = groups.x.push(x);
    const first = row;
    const own: number[] = [];
    let count = 0;
    for (; row < rows && h.x[order[row]!] === x; row++) {
      const i = order[row]!;
      txEdge[row] = placeIn(times, h.tx[i]!);
      TEdge[row] = placeIn(times, h.T[i]!);
      n[row] = h.n[i]!;
      count += h.n[i]!;
      for (const time of [txEdge[row]!, TEdge[row]!]) {
        if (seen[time] === group) continue;
        seen[time] = group;
        own.push(time);
      }
    }
    for (const time of own.sort((a, b) => a - b)) {
      place[time] = edges.length;
      edges.push(time);
    }
    for (let i = first; i < row; i++) {
      txEdge[i] = place[txEdge[i]!]!;
      TEdge[i] = place[TEdge[i]!]!;
    }
    groups.customers.push(count);
    groups.rows.push(row);
    groups.edges.push(edges.length);
    customers += count;
  }
  return {
    customers,
    times,
    groupX: Float64Array.from(groups.x),
    groupCustomers: Float64Array.from(groups.customers),
    groupRows: Uint32Array.from(groups.rows),
    groupEdges: Uint32Array.from(groups.edges),
    edges: Uint32Array.from(edges),
    txEdge,
    TEdge,
    n,
  };
}

/** The distinct t_x and T of some rows, ascending. */
function ascending(h: Histories, rows: Uint32Array): Float64Array {
  const all = new Float64Array(2 * rows.length);
  for (let i = 0; i < rows.length; i++) {
    all[2 * i] = h.tx[rows[i]!]!;
    all[2 * i + 1] = h.T[rows[i]!]!;
  }
  return Float64Array.from(new Set(all)).sort();
}

function placeIn(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
