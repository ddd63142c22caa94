import type { PurchaseModel } from "../model.js";
import type { CnbdParam } from "./cnbd-likelihood.js";
import { cnbdModel } from "./cnbd-model.js";
import { mbgNbd } from "./mbg-nbd.js";

/**
 * MBG/CNBD-k: MBG/NBD with Erlang-k times between purchases; a customer may leave right after any purchase.
 * @example mbgCnbdK.probabilityAlive({ k: 3, r: 0.5, alpha: 10, a: 0.8, b: 2.5 }, 4, 60, 100) // 0.3232
 * @example mbgCnbdK.expectedPurchases({ k: 3, r: 0.5, alpha: 10, a: 0.8, b: 2.5 }, 4, 60, 100, 90) // 1.1187
 */
export const mbgCnbdK: PurchaseModel<CnbdParam> = cnbdModel(
  "mbg-cnbd-k",
  {
    title: "MBG/CNBD-k",
    assumes: "buys at regular intervals; may leave right after any purchase, the first one included",
    useWhen: "purchases are evenly spaced, as refills are, and many customers buy only once",
    source: "Platzer & Reutterer (2016)",
  },
  mbgNbd,
  1,
);
