import type { Histories, Params, PurchaseModel } from "../model.js";
import { historyClass, historyClasses } from "../validation/history-class.js";
import {
  type Future,
  futureIfAlive,
  mixed,
  purchaseQuantile,
  relativeValueQuantile,
  type SpendSpread,
} from "./future.js";
import { emptyPredictions, type HistoryPredictions, type IntervalOptions } from "./predictions.js";
import { secondMoment } from "./purchase-counts.js";
import { type SpendGrid, spendGrid } from "./spend-sums.js";
import { purchasesAlong, type Timeline, type TimelinePurchases } from "./timeline.js";

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
 * @param timeline where time does not run evenly: `horizons` are then its ends, and it discounts in the place of `delta`
 */
export function predictHistories<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  h: Histories,
  horizons: readonly number[],
  delta: number,
  intervals?: IntervalOptions<K>,
  timeline?: Timeline | null,
): HistoryPredictions {
  const rows = h.x.length;
  const asked = askedOf(intervals);
  const levels = intervals?.levels ?? [];
  const out = emptyPredictions(rows, horizons.length, levels.length);
  const points = intervals?.points ?? [p];
  for (let i = 0; i < rows; i++) out.pAlive[i] = model.probabilityAlive(p, h.x[i]!, h.tx[i]!, h.T[i]!);
  const alive = points.map((point) => (point === p ? out.pAlive : aliveColumn(model, point, h)));
  const most = Math.max(...asked.flatMap(({ purchases, value }) => [...purchases, ...value]));
  const tail = levels.length > 0 ? Math.min(1e-4, (1 - most) / 20) : null;
  const spend = intervals?.spend ?? null;
  const question = { model, p, points, horizons, delta, timeline: timeline ?? null, tail, spend };
  const byT = new Map<number, Outlook>();
  for (let i = 0; i < rows; i++) {
    const T = h.T[i]!;
    if (i > 0 && h.x[i] !== h.x[i - 1]) byT.clear();
    let outlook = model.memoryless ? byT.get(T) : undefined;
    if (outlook === undefined) {
      outlook = outlookOf(question, { x: h.x[i]!, tx: h.tx[i]!, T });
      byT.set(T, outlook);
    }
    const { corrected } = intervals ?? {};
    const kind = corrected ? historyClass(h.x[i]!, h.tx[i]!, T, corrected.long) : 0;
    fillRow(out, i, outlook, alive, asked[kind]!);
  }
  return out;
}

interface Question<K extends string> {
  readonly model: PurchaseModel<K>;
  readonly p: Params<K>;
  readonly points: readonly Params<K>[];
  readonly horizons: readonly number[];
  readonly delta: number;
  readonly timeline: Timeline | null;
  /** how much of the distributions may be cut off; null without intervals */
  readonly tail: number | null;
  readonly spend: SpendSpread;
}

/** The quantiles to give of one class of histories. */
interface AskedLevels {
  readonly purchases: readonly number[];
  readonly value: readonly number[];
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
  question: Question<K>,
  history: { readonly x: number; readonly tx: number; readonly T: number },
): Outlook {
  const { model, p, points, horizons, tail, spend } = question;
  const { x, tx, T } = history;
  const means = meansOf(question, history);
  return {
    residual: means.residual,
    grid: spend !== null && tail !== null ? spendGrid(spend, x) : null,
    horizons: horizons.map((t, j): HorizonOutlook => {
      const expected = means.expected[j]!;
      const discounted = means.discounted[j]!;
      if (tail === null) return { expected, discounted, second: Number.NaN, futures: [] };
      const futures = points.map((point) => futureIfAlive(model, point, spend, history, t, tail));
      const pmf = futures[points.indexOf(p)]?.pmf ?? model.pmfIfAlive(p, x, tx, T, t, tail);
      return { expected, discounted, second: secondMoment(pmf, expected), futures };
    }),
  };
}

function meansOf<K extends string>(
  { model, p, horizons, delta, timeline }: Question<K>,
  { x, tx, T }: { readonly x: number; readonly tx: number; readonly T: number },
): TimelinePurchases {
  const expectedBy = (t: number): number => model.expectedPurchasesIfAlive(p, x, tx, T, t);
  const discountedBy = (t: number, rate: number): number =>
    model.discountedPurchasesIfAlive(p, x, tx, T, t, rate);
  if (timeline !== null) return purchasesAlong(timeline, expectedBy, discountedBy);
  return {
    expected: horizons.map(expectedBy),
    discounted: horizons.map((t) => discountedBy(t, delta)),
    residual: delta > 0 ? discountedBy(Infinity, delta) : Number.NaN,
  };
}

function fillRow(
  out: HistoryPredictions,
  i: number,
  { residual, grid, horizons }: Outlook,
  alive: readonly Float64Array[],
  asked: AskedLevels,
): void {
  const levels = asked.purchases.length;
  const living = out.pAlive[i]!;
  out.residual[i] = living * residual;
  for (let j = 0; j < horizons.length; j++) {
    const { expected, discounted, second, futures } = horizons[j]!;
    out.expected[j]![i] = living * expected;
    out.discounted[j]![i] = living * discounted;
    if (levels === 0) continue;
    out.variance[j]![i] = living * (second - living * expected * expected);
    const discount = expected > 0 ? discounted / expected : 1;
    const purchaseColumns = out.purchaseQuantiles[j]!;
    const valueColumns = out.valueQuantiles[j]!;
    const shares = alive.length > 1 ? alive.map((column) => column[i]!) : null;
    const predictive = shares === null ? futures[0]! : mixed(futures, shares);
    const predictiveAlive = shares === null ? alive[0]![i]! : mean(shares);
    for (let l = 0; l < levels; l++) {
      purchaseColumns[l]![i] = purchaseQuantile(predictive, predictiveAlive, asked.purchases[l]!);
      valueColumns[l]![i] =
        discount * relativeValueQuantile(predictive, predictiveAlive, grid, asked.value[l]!);
    }
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function aliveColumn<K extends string>(model: PurchaseModel<K>, p: Params<K>, h: Histories): Float64Array {
  return Float64Array.from(h.x, (x, i) => model.probabilityAlive(p, x, h.tx[i]!, h.T[i]!));
}

/** By class of history; one class where nothing is corrected. */
function askedOf<K extends string>(intervals: IntervalOptions<K> | undefined): AskedLevels[] {
  const { levels = [], corrected, points } = intervals ?? {};
  if (points?.length === 0) throw new RangeError("intervals need at least one point of parameters");
  const asked = corrected
    ? corrected.purchases.map((purchases, c) => ({ purchases, value: corrected.value[c]! }))
    : [{ purchases: levels, value: levels }];
  for (const level of asked.flatMap(({ purchases, value }) => [...purchases, ...value]))
    if (!(level > 0 && level < 1)) throw new RangeError(`a level must be in (0, 1); got ${level}`);
  if (corrected && asked.length !== historyClasses.length)
    throw new RangeError(`levels are corrected for ${asked.length} of ${historyClasses.length} classes`);
  if (
    asked.some(({ purchases, value }) => purchases.length !== levels.length || value.length !== levels.length)
  )
    throw new RangeError(`corrected levels are as many as the nominal ones, ${levels.length}`);
  return asked;
}
