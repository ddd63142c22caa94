import type { PurchaseModel } from "../model.js";
import { type BetaGeometricParam, betaGeometricModel } from "./beta-geometric-model.js";

export type MbgNbdParam = BetaGeometricParam;

/**
 * MBG/NBD: a customer may leave right after every purchase, the first one included, so that P(alive) at x = 0 falls with T,
 * from b/(a+b) at T = 0. Batislam, Denizel & Filiztekin (2007), Empirical validation and comparison of models for customer
 * base analysis, International Journal of Research in Marketing 24(3), 201-209; the same model is the CBG/NBD of Hoppe &
 * Wagner (2007).
 * @example mbgNbd.probabilityAlive({ r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, 0, 0, 39) // 0.3893
 * @example mbgNbd.probabilityStaying({ r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, 2, 30.43, 38.86, 39) // 0.7517
 * @example mbgNbd.discountedPurchasesIfAlive({ r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, 2, 30.43, 38.86, 39, 0) // 1.7884
 * @example mbgNbd.expectedPurchasesNewCustomer({ r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, 39) // 1.1830
 * @example mbgNbd.conditionalPmf({ r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, 0, 2, 30.43, 38.86, 39) // 0.4400
 */
export const mbgNbd: PurchaseModel<MbgNbdParam> = betaGeometricModel(
  "mbg-nbd",
  {
    title: "MBG/NBD",
    assumes: "buys at random at a constant rate; may leave right after any purchase, the first one included",
    useWhen: "many customers buy once and never again; one-time buyers get a P(alive) below 1",
    source: "Batislam, Denizel & Filiztekin (2007)",
  },
  1,
  2,
);
