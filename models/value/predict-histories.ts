import type { Histories, Params, PurchaseModel } from "../model.js";
import { type Future, futureIfAlive, mixed, quantiles, type SpendSpread } from "./future.js";
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
  for (let i = 0; i < rows; i++) out.pAlive[i] = model.probabilityAlive(p, h.x[i]!, h.tx[i]!, h.T[i]!);
  const alive = points.map((point) => (point === p ? out.pAlive : aliveColumn(model, point, h)));
  const question = { model, p, points, horizons, delta, levels, spend: intervals?.spend ?? null };
  const byT = new Map<number, Outlook>();
  for (let i = 0; i < rows; i++) {
    const T = h.T[i]!;
    if (i > 0 && h.x[i] !== h.x[i - 1]) byT.clear();
    let outlook = model.memoryless ? byT.get(T) : undefined;
    if (outlook === undefined) {
      outlook = outlookOf(question, { x: h.x[i]!, tx: h.tx[i]!, T });
      byT.set(T, outlook);
    }
    fillRow(out, i, outlook, alive, levels);
  }
  return out;
}

interface Question<K extends string> {
  readonly model: PurchaseModel<K>;
  readonly p: Params<K>;
  readonly points: readonly Params<K>[];
  readonly horizons: readonly number[];
  readonly delta: number;
  readonly levels: readonly number[];
  readonly spend: SpendSpread;
}

/** What is to be expected of a live customer, of all that share it. */
interface Outlook {
  readonly residual: number;
  readonly grid: SpendGrid | null;
  readonly horizons: readonly HorizonOutlook[];
}

interface HorizonOutlook {
  readonly expected: number;
  readonly discounted: number;
  /** E[Y^2 | alive] */
  readonly second: number;
  /** The distributions at each point of parameters. */
  readonly futures: readonly Future[];
}

function outlookOf<K extends string>(
  { model, p, points, horizons, delta, levels, spend }: Question<K>,
  history: { readonly x: number; readonly tx: number; readonly T: number },
): Outlook {
  const { x, tx, T } = history;
  const tail = levels.length > 0 ? Math.min(1e-4, (1 - Math.max(...levels)) / 20) : 1;
  return {
    residual: delta > 0 ? model.discountedPurchasesIfAlive(p, x, tx, T, Infinity, delta) : Number.NaN,
    grid: spend !== null && levels.length > 0 ? spendGrid(spend, x) : null,
    horizons: horizons.map((t): HorizonOutlook => {
      const expected = model.expectedPurchasesIfAlive(p, x, tx, T, t);
      const discounted = model.discountedPurchasesIfAlive(p, x, tx, T, t, delta);
      if (levels.length === 0) return { expected, discounted, second: Number.NaN, futures: [] };
      const futures = points.map((point) => futureIfAlive(model, point, spend, history, t, tail));
      const pmf = futures[points.indexOf(p)]?.pmf ?? model.pmfIfAlive(p, x, tx, T, t, tail);
      return { expected, discounted, second: secondMoment(pmf, expected), futures };
    }),
  };
}

function fillRow(
  out: HistoryPredictions,
  i: number,
  { residual, grid, horizons }: Outlook,
  alive: readonly Float64Array[],
  levels: readonly number[],
): void {
  const living = out.pAlive[i]!;
  out.residual[i] = living * residual;
  for (let j = 0; j < horizons.length; j++) {
    const { expected, discounted, second, futures } = horizons[j]!;
    out.expected[j]![i] = living * expected;
    out.discounted[j]![i] = living * discounted;
    if (levels.length === 0) continue;
    out.variance[j]![i] = living * (second - living * expected * expected);
    const discount = expected > 0 ? discounted / expected : 1;
    const purchaseColumns = out.purchaseQuantiles[j]!;
    const valueColumns = out.valueQuantiles[j]!;
    const shares = alive.length > 1 ? alive.map((column) => column[i]!) : null;
    const predictive = shares === null ? futures[0]! : mixed(futures, shares);
    const predictiveAlive = shares === null ? alive[0]![i]! : mean(shares);
    for (let l = 0; l < levels.length; l++) {
      const { purchases, value } = quantiles(predictive, predictiveAlive, grid, levels[l]!);
      purchaseColumns[l]![i] = purchases;
      valueColumns[l]![i] = discount * value;
    }
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

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
