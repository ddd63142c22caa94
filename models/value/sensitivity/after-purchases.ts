import type { Params, PurchaseModel } from "../../model.js";
import type { ChangeableFuture } from "./future-change.js";
import { kept } from "./kept.js";
import { movedMean } from "./moved-mean.js";

/** A chance of leaving so small that no customer meets it. */
const never = 1e-13;

/**
 * Models in which customers leave right after a purchase: (M)BG/NBD and (M)BG/CNBD-k. A live customer with history (x, t_x, T) has
 * lambda ~ Gamma(r + kx, alpha + T) and p ~ Beta(a, b + x + m).
 * retention: p ~ Beta(A - u (A + B), B + u (A + B)), A = a, B = b + x + m, u the points: its mean moved, A + B kept.
 * frequency: lambda times f is the same process f times as fast. N(f t) purchases by t, discounted at delta, are those by f t
 * discounted at delta / f: it depends on frequency through delta / lambda alone (Fader, Hardie & Lee 2005). Who buys more often leaves sooner too.
 * @param m 1 where a customer may leave right after its first purchase too
 */
export function afterPurchases(model: PurchaseModel, m: 0 | 1): ChangeableFuture {
  return {
    retention: (points) => {
      const moved = kept((p: Params, x: number): Params => {
        const B = p.b! + x + m;
        const { A } = movedMean(p.a!, B, points) ?? { A: never * (p.a! + B) };
        return { ...p, a: A, b: p.b! + (p.a! - A) };
      });
      return (p, x, tx, T, t, delta) => model.discountedPurchasesIfAlive(moved(p, x), x, tx, T, t, delta);
    },
    frequency: (factor) => (p, x, tx, T, t, delta) =>
      model.discountedPurchasesIfAlive(p, x, tx, T, factor * t, delta / factor),
  };
}
