import type { Params, PurchaseModel } from "../../model.js";
import type { ChangeableFuture } from "./future-change.js";
import { kept } from "./kept.js";
import { movedMean } from "./moved-mean.js";
import { periodsToCome } from "./periods-to-come.js";

/**
 * BG/BB (Fader, Hardie & Shang 2010): a live customer buys at an opportunity with p ~ Beta(alpha + x, beta + T - x) and leaves before it with
 * theta ~ Beta(gamma, delta + T).
 * retention: theta ~ Beta(A - u (A + B), B + u (A + B)), A = gamma, B = delta + T: its mean moved, A + B kept; where nothing is left of it
 * nobody leaves. frequency: the mean of p times f, but no more than every opportunity; purchases are linear in it.
 */
export function atOpportunities(model: PurchaseModel): ChangeableFuture {
  const chance = ({ alpha, beta }: Params, x: number, T: number): number =>
    (alpha! + x) / (alpha! + beta! + Math.floor(T));
  return {
    retention: (points) => {
      const moved = kept((p: Params, T: number): Params | null => {
        const own = movedMean(p.gamma!, p.delta! + Math.floor(T), points);
        return own && { ...p, gamma: own.A, delta: p.delta! + (p.gamma! - own.A) };
      });
      return (p, x, tx, T, t, delta) => {
        const own = moved(p, T);
        return own === null
          ? chance(p, x, T) * periodsToCome(t, delta)
          : model.discountedPurchasesIfAlive(own, x, tx, T, t, delta);
      };
    },
    frequency: (factor) => (p, x, tx, T, t, delta) =>
      Math.min(factor, 1 / chance(p, x, T)) * model.discountedPurchasesIfAlive(p, x, tx, T, t, delta),
  };
}
