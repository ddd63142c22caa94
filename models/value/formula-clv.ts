import type { Params, PurchaseModel } from "../model.js";

/** What turns expected purchases into money. */
export interface ValueTerms {
  /** share of revenue that is profit, in [0, 1]; 1 values revenue */
  readonly margin: number;
  /** continuous discount rate per model time unit, >= 0; see dailyRate */
  readonly delta: number;
}

/**
 * CLV over (T, T + t] = margin * E[M | x, m] * P(alive) * discounted expected purchases of a live customer.
 * Fader, Hardie & Lee (2005), RFM and CLV, Journal of Marketing Research 42, eq. 3: spend is independent of purchasing.
 * @param spend expected spend per purchase, base currency
 * @param t     horizon in the model's time unit; Infinity (delta > 0) gives the residual lifetime value
 * @returns base currency, today's money
 */
export function formulaClv<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  history: { readonly x: number; readonly tx: number; readonly T: number },
  spend: number,
  t: number,
  { margin, delta }: ValueTerms,
): number {
  const { x, tx, T } = history;
  const alive = model.probabilityAlive(p, x, tx, T);
  if (alive === 0) return 0;
  return margin * spend * alive * model.discountedPurchasesIfAlive(p, x, tx, T, t, delta);
}

/** Residual CLV: everything still to come, formulaClv with an infinite horizon. Needs delta > 0. */
export function residualClv<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  history: { readonly x: number; readonly tx: number; readonly T: number },
  spend: number,
  terms: ValueTerms,
): number {
  return formulaClv(model, p, history, spend, Infinity, terms);
}
