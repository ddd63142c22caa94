import type { PurchaseModel } from "../model.js";
import { bgNbd } from "./bg-nbd.js";
import type { CnbdParam } from "./cnbd-likelihood.js";
import { cnbdModel } from "./cnbd-model.js";

export type { CnbdParam };

/**
 * BG/CNBD-k: BG/NBD with Erlang-k times between purchases; a customer may leave right after any repeat purchase.
 * @example bgCnbdK.probabilityAlive({ k: 3, r: 0.5, alpha: 10, a: 0.8, b: 2.5 }, 4, 60, 100) // 0.2877
 * @example bgCnbdK.expectedPurchases({ k: 3, r: 0.5, alpha: 10, a: 0.8, b: 2.5 }, 4, 60, 100, 90) // 0.9771
 */
export const bgCnbdK: PurchaseModel<CnbdParam> = cnbdModel(
  "bg-cnbd-k",
  {
    title: "BG/CNBD-k",
    assumes: "buys at regular intervals; may leave right after any repeat purchase",
    useWhen: "purchases are evenly spaced, as refills are; one-time buyers all count as alive",
    source: "Platzer & Reutterer (2016)",
  },
  bgNbd,
  0,
);
