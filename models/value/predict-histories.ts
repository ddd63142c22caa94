import type { Histories, Params, PurchaseModel } from "../model.js";

/** Predictions per distinct history; every column has the length of the histories. */
export interface HistoryPredictions {
  readonly pAlive: Float64Array;
  /** Expected purchases in each horizon, by horizon. */
  readonly expected: readonly Float64Array[];
  /** Discounted expected purchases in each horizon, by horizon. */
  readonly discounted: readonly Float64Array[];
  /** Discounted expected purchases for ever; NaN throughout when delta is 0, where it need not be finite. */
  readonly residual: Float64Array;
}

/**
 * P(alive), E[Y(t)] and discounted E[Y(t)] for each history and horizon. What a live customer will buy depends on
 * (x, T) alone, so it is computed once for each of those and multiplied by P(alive).
 * @param horizons in the parameters' time unit
 * @param delta continuous discount rate per time unit, >= 0
 */
export function predictHistories<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  h: Histories,
  horizons: readonly number[],
  delta: number,
): HistoryPredictions {
  const rows = h.x.length;
  const column = (): Float64Array => new Float64Array(rows);
  const pAlive = column();
  const expected = horizons.map(column);
  const discounted = horizons.map(column);
  const residual = column();
  const firstRow = new Map<number, Map<number, number>>();
  for (let i = 0; i < rows; i++) {
    const x = h.x[i]!;
    const T = h.T[i]!;
    const tx = h.tx[i]!;
    let byT = firstRow.get(x);
    if (byT === undefined) {
      byT = new Map();
      firstRow.set(x, byT);
    }
    const twin = model.memoryless ? byT.get(T) : undefined;
    if (twin === undefined) byT.set(T, i);
    horizons.forEach((t, j) => {
      expected[j]![i] =
        twin === undefined ? model.expectedPurchasesIfAlive(p, x, tx, T, t) : expected[j]![twin]!;
      discounted[j]![i] =
        twin === undefined ? model.discountedPurchasesIfAlive(p, x, tx, T, t, delta) : discounted[j]![twin]!;
    });
    if (twin !== undefined) residual[i] = residual[twin]!;
    else
      residual[i] = delta > 0 ? model.discountedPurchasesIfAlive(p, x, tx, T, Infinity, delta) : Number.NaN;
  }
  for (let i = 0; i < rows; i++) {
    const alive = model.probabilityAlive(p, h.x[i]!, h.tx[i]!, h.T[i]!);
    pAlive[i] = alive;
  }
  const scale = (c: Float64Array): void => {
    for (let i = 0; i < rows; i++) c[i] = c[i]! * pAlive[i]!;
  };
  for (const c of [...expected, ...discounted, residual]) scale(c);
  return { pAlive, expected, discounted, residual };
}
