import type { Params, PurchaseModel } from "../../model.js";
import type { ChangeableFuture } from "./future-change.js";
import { kept } from "./kept.js";

/** Days in a month, over which retention is counted. */
const month = 365 / 12;

/**
 * Models in which customers leave at any time, whatever they buy: Pareto/NBD, GGompertz/NBD, and NBD, where nobody does. A live customer buys
 * at lambda ~ Gamma(r + x, alpha + T) and stays another v with probability S(T + v) / S(T).
 * retention: the chance of staying a month, S(T + 365/12 days) / S(T), rises by the points (at most to 1: nobody leaves), every customer's rate
 * of leaving falling by one factor c. mu ~ Gamma(s, beta + T) becomes Gamma(s, (beta + T) / c); GGompertz/NBD (Bemmaor & Glady 2012), seen from T,
 * is one of age 0 with beta_T = (beta + e^(bT) - 1) e^(-bT), and becomes one with beta_T / c.
 * frequency: lambda times f, and nothing else: f times the purchases.
 */
export function atAnyTime(model: PurchaseModel): ChangeableFuture {
  return {
    retention: (points) => {
      const moved = kept((p: Params, T: number): Params | null => {
        const staying = model.probabilityStaying(p, 0, 0, T, month) + points;
        return staying < 1 ? { ...p, r: 1, alpha: 1, beta: scaleFor(p, staying) } : null;
      });
      return (p, x, _tx, T, t, delta) => {
        const rate = (p.r! + x) / (p.alpha! + T);
        const own = moved(p, T);
        if (own !== null) return rate * model.discountedPurchasesIfAlive(own, 0, 0, 0, t, delta);
        return rate * (delta === 0 ? t : -Math.expm1(-delta * t) / delta);
      };
    },
    frequency: (factor) => (p, x, tx, T, t, delta) =>
      factor * model.discountedPurchasesIfAlive(p, x, tx, T, t, delta),
  };
}

/** beta of a customer of age 0 who stays a month with this probability: (beta / (beta + grown))^s, grown = month, or e^(b month) - 1. */
function scaleFor({ s, b }: Params, staying: number): number {
  const grown = b === undefined ? month : Math.expm1(b * month);
  return grown / Math.expm1(-Math.log(staying) / s!);
}
