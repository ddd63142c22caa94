import type { Histories, Params, PurchaseModel } from "../model.js";
import { type Future, futureIfAlive, mixed, quantiles } from "./future.js";
import { emptyPredictions, type HistoryPredictions, type IntervalOptions } from "./predictions.js";
import { secondMoment } from "./purchase-counts.js";
import { type SpendGrid, spendGrid } from "./spend-sums.js";

export type { HistoryPredictions, IntervalOptions } from "./predictions.js";

/**
 * P(alive), E[Y(t)], discounted E[Y(t)] and, where asked for, quantiles of purchases and of value, for each history and
 * horizon. What a live customer of a memoryless model will buy depends on (x, T) alone, so it is worked out once for each
 * of those. What a row is given depends on no other row.
 * Quantiles average over the points of `intervals`; everything else is given at the estimate `p`. The sum spent is
 * discounted by the ratio of discounted to plain expected purchases, so when a purchase falls within the horizon
 * enters by its mean.
 * @param horizons in the parameters' time unit
 * @param delta continuous discount rate per time unit, >= 0
 */
export function predictHistories<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  h: Histories,
  horizons: readonly number[],
  delta: number,
  intervals?: IntervalOptions<K>,
): HistoryPredictions {
  const rows = h.x.length;
  const levels = checkedLevels(intervals);
  const out = emptyPredictions(rows, horizons.length, levels.length);
  const points = intervals?.points ?? [p];
  const { heads, next } = rowsWithOneFuture(h, model.memoryless);
  const tail = levels.length > 0 ? Math.min(1e-4, (1 - Math.max(...levels)) / 20) : 1;
  for (let i = 0; i < rows; i++) out.pAlive[i] = model.probabilityAlive(p, h.x[i]!, h.tx[i]!, h.T[i]!);
  const alive = points.map((point) => (point === p ? out.pAlive : aliveColumn(model, point, h)));
  for (const head of heads) {
    const history = { x: h.x[head]!, tx: h.tx[head]!, T: h.T[head]! };
    const { x, tx, T } = history;
    const spend = intervals?.spend ?? null;
    const grid = spend !== null && levels.length > 0 ? spendGrid(spend, x) : null;
    horizons.forEach((t, j) => {
      const expected = model.expectedPurchasesIfAlive(p, x, tx, T, t);
      const discounted = model.discountedPurchasesIfAlive(p, x, tx, T, t, delta);
      for (let i = head; i >= 0; i = next[i]!) {
        out.expected[j]![i] = out.pAlive[i]! * expected;
        out.discounted[j]![i] = out.pAlive[i]! * discounted;
      }
      if (levels.length === 0) return;
      const futures = points.map((point) => futureIfAlive(model, point, spend, history, t, tail));
      const pmf = futures[points.indexOf(p)]?.pmf ?? model.pmfIfAlive(p, x, tx, T, t, tail);
      const second = secondMoment(pmf, expected);
      const discount = expected > 0 ? discounted / expected : 1;
      for (let i = head; i >= 0; i = next[i]!)
        out.variance[j]![i] = out.pAlive[i]! * (second - out.pAlive[i]! * expected * expected);
      fillQuantiles(out, j, levels, { head, next, futures, alive, grid, discount });
    });
    if (!(delta > 0)) continue;
    const residual = model.discountedPurchasesIfAlive(p, x, tx, T, Infinity, delta);
    for (let i = head; i >= 0; i = next[i]!) out.residual[i] = out.pAlive[i]! * residual;
  }
  return out;
}

/** Rows of one future and horizon: the future at each point, and each point's P(alive) by row. */
interface Cell {
  readonly head: number;
  readonly next: Int32Array;
  readonly futures: readonly Future[];
  readonly alive: readonly Float64Array[];
  readonly grid: SpendGrid | null;
  readonly discount: number;
}

function fillQuantiles(out: HistoryPredictions, j: number, levels: readonly number[], cell: Cell): void {
  const { head, next, futures, alive, grid, discount } = cell;
  const purchaseColumns = out.purchaseQuantiles[j]!;
  const valueColumns = out.valueQuantiles[j]!;
  for (let i = head; i >= 0; i = next[i]!) {
    let future = futures[0]!;
    let living = alive[0]![i]!;
    if (futures.length > 1) {
      const sum = alive.reduce((total, column) => total + column[i]!, 0);
      living = sum / alive.length;
      if (sum > 0)
        future = mixed(
          futures,
          alive.map((column) => column[i]! / sum),
        );
    }
    for (let l = 0; l < levels.length; l++) {
      const { purchases, value } = quantiles(future, living, grid, levels[l]!);
      purchaseColumns[l]![i] = purchases;
      valueColumns[l]![i] = discount * value;
    }
  }
}

/** Rows with the same x and T as linked lists: each head's rows are head, next[head], ... until -1. */
function rowsWithOneFuture(h: Histories, memoryless: boolean): { heads: number[]; next: Int32Array } {
  const rows = h.x.length;
  const next = new Int32Array(rows).fill(-1);
  if (!memoryless) return { heads: Array.from({ length: rows }, (_, i) => i), next };
  const heads: number[] = [];
  const last = new Map<number, Map<number, number>>();
  for (let i = 0; i < rows; i++) {
    const x = h.x[i]!;
    let byT = last.get(x);
    if (byT === undefined) {
      byT = new Map();
      last.set(x, byT);
    }
    const before = byT.get(h.T[i]!);
    if (before === undefined) heads.push(i);
    else next[before] = i;
    byT.set(h.T[i]!, i);
  }
  return { heads, next };
}

function aliveColumn<K extends string>(model: PurchaseModel<K>, p: Params<K>, h: Histories): Float64Array {
  return Float64Array.from(h.x, (x, i) => model.probabilityAlive(p, x, h.tx[i]!, h.T[i]!));
}

function checkedLevels<K extends string>(intervals: IntervalOptions<K> | undefined): readonly number[] {
  const levels = intervals?.levels ?? [];
  for (const level of levels)
    if (!(level > 0 && level < 1)) throw new RangeError(`a level must be in (0, 1); got ${level}`);
  if (intervals?.points?.length === 0)
    throw new RangeError("intervals need at least one point of parameters");
  return levels;
}
