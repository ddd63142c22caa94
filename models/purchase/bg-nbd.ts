import type { PurchaseModel } from "../model.js";
import { type BetaGeometricParam, betaGeometricModel } from "./beta-geometric-model.js";

export type BgNbdParam = BetaGeometricParam;

/**
 * BG/NBD: a customer may leave right after every repeat purchase, so that P(alive) is exactly 1 at x = 0. Fader, Hardie &
 * Lee (2005), "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model, Marketing Science 24(2).
 * @example bgNbd.probabilityAlive({ r: 0.243, alpha: 30.898, a: 0.793, b: 2.426 }, 2, 213, 272) // 0.7266
 * @example bgNbd.probabilityStaying({ r: 0.243, alpha: 30.898, a: 0.793, b: 2.426 }, 2, 213, 272, 90) // 0.9109
 * @example bgNbd.discountedPurchasesIfAlive({ r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, 0, 0, 0, 32, 0) // 1.0452
 * @example bgNbd.conditionalPmf({ r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, 0, 2, 30.43, 38.86, 39) // 0.4454
 */
export const bgNbd: PurchaseModel<BgNbdParam> = betaGeometricModel(
  "bg-nbd",
  {
    title: "BG/NBD",
    assumes: "buys at random at a constant rate; may leave right after any repeat purchase",
    useWhen: "the standard choice for shops; one-time buyers all count as alive",
    source: "Fader, Hardie & Lee (2005)",
  },
  0,
  2.5,
);
