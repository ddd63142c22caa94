import type { Params, PurchaseModel } from "../model.js";

const buyers = Array.from({ length: 20 }, (_, i) => i + 1);
const usualGap = 30;
const longTime = 3650;
const negligible = 1e-6;

/**
 * Whether a fit knows of customers who leave: false where everyone who is there stays for good, as under NBD or at a limit where the
 * chance of leaving is nothing. Such a model says nothing of how long customers stay, and what they bring for ever is its rate over the
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
