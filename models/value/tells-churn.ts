import type { Params, PurchaseModel } from "../model.js";

const buyers = Array.from({ length: 20 }, (_, i) => i + 1);
const usualGap = 30;
const longTime = 3650;
const negligible = 1e-3;

/**
 * Whether a fit knows of customers who leave: false where fewer than one in a thousand does within ten years, as under NBD or where the
 * chance of leaving has gone to nothing. Such a model says nothing of how long customers stay, and what they bring for ever is its rate over the
 * discount rate, a number about the discount alone.
 * @param p in days, or in the periods of a discrete model
 * @example tellsChurn(purchaseModel("nbd"), { r: 0.8, alpha: 40 }) // false
 * @example tellsChurn(purchaseModel("bg-nbd"), { r: 0.8, alpha: 40, a: 0.8, b: 2.5 }) // true
 */
export function tellsChurn<K extends string>(model: PurchaseModel<K>, p: Params<K>): boolean {
  return buyers.some((x) => {
    const bought = usualGap * x;
    return model.probabilityStaying(p, x, bought, bought, longTime) < 1 - negligible;
  });
}
