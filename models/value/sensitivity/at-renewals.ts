import type { ContractModel } from "../../contract/contract-model.js";
import type { Params } from "../../model.js";
import { type PurchaseModelName, purchaseModel } from "../../registry.js";
import type { LiveFuture } from "./future-change.js";
import { kept } from "./kept.js";
import { movedMean } from "./moved-mean.js";
import { periodsToCome } from "./periods-to-come.js";

type Moved = (p: Params, T: number, points: number) => Params | null;

/** sBG (Fader & Hardie 2007): theta ~ Beta(alpha, beta + T), its mean moved by the points a renewal, alpha + beta kept. */
const sbg: Moved = (p, T, points) => {
  const own = movedMean(p.alpha!, p.beta! + T, points);
  return own && { ...p, alpha: own.A, beta: p.beta! + (p.alpha! - own.A) };
};

/** One theta = odds / (1 + odds) of all subscribers. */
const geometric: Moved = ({ odds }, _T, points) => {
  const theta = odds! / (1 + odds!) - points;
  return theta > 0 ? { odds: theta / (1 - theta) } : null;
};

/**
 * BdW (Fader, Hardie, Liu, Davin & Steenburgh 2018): theta ~ Beta(alpha, beta + T^c), whose mean is not the chance of leaving where that changes
 * with age. So alpha + beta is kept and alpha falls until the chance of the next renewal, S(T + 1) / S(T), is higher by the points; at c = 1
 * this is the sBG's.
 */
const bdw: Moved = (p, T, points) => {
  const model = purchaseModel("bdw") as ContractModel;
  const shifted = (by: number): Params => ({ ...p, alpha: p.alpha! - by, beta: p.beta! + by });
  const renewing = (own: Params): number => Math.exp(model.logSurvival(own, T, 1));
  const wanted = renewing(p) + points;
  if (wanted >= 1) return null;
  let [low, high] = [0, p.alpha!];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (renewing(shifted(middle)) < wanted) low = middle;
    else high = middle;
  }
  return shifted(low);
};

const moves: Readonly<Partial<Record<PurchaseModelName, Moved>>> = { sbg, geometric, bdw };

/** More retention of a contract: the chance of leaving at a renewal falls by the points; where nothing is left of it nobody leaves. */
export function atRenewals(name: "sbg" | "geometric" | "bdw"): (points: number) => LiveFuture {
  const model = purchaseModel(name);
  const move = moves[name]!;
  return (points) => {
    const moved = kept((p: Params, T: number) => move(p, T, points));
    return (p, x, tx, T, t, delta) => {
      const whole = Math.floor(T);
      const own = moved(p, whole);
      return own === null
        ? periodsToCome(t, delta)
        : model.discountedPurchasesIfAlive(own, x, tx, whole, t, delta);
    };
  };
}
