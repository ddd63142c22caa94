/**
 * Another future of the same customers: everything known of the past stays, P(alive) and what is known of each customer, and only what
 * they will do from now on changes. A changed model answers as the model does, but for the purchases to come of a live customer.
 */
import type { Params, PurchaseModel } from "../../model.js";
import { type PurchaseModelName, purchaseModel } from "../../registry.js";
import { afterPurchases } from "./after-purchases.js";
import { atAnyTime } from "./at-any-time.js";
import { atOpportunities } from "./at-opportunities.js";
import { atRenewals } from "./at-renewals.js";
import type { ChangeableFuture, FutureChange } from "./future-change.js";

function changeable(name: PurchaseModelName): ChangeableFuture {
  const model = purchaseModel(name);
  switch (name) {
    case "bg-nbd":
    case "bg-cnbd-k":
      return afterPurchases(model, 0);
    case "mbg-nbd":
    case "mbg-cnbd-k":
      return afterPurchases(model, 1);
    case "pareto-nbd":
    case "ggompertz-nbd":
      return atAnyTime(model);
    case "nbd":
      return { ...atAnyTime(model), retention: null };
    case "bg-bb":
      return atOpportunities(model);
    case "geometric":
    case "sbg":
    case "bdw":
      return { retention: atRenewals(name), frequency: null };
  }
}

/**
 * The model with another future; null where the change means nothing to it: nobody leaves under NBD, and contracts are paid when they fall due.
 * @example changedFuture("nbd", { retention: 0.01 }) // null
 */
export function changedFuture(name: PurchaseModelName, change: FutureChange): PurchaseModel | null {
  const { retention, frequency } = changeable(name);
  const future = "retention" in change ? retention?.(change.retention) : frequency?.(change.frequency);
  if (future == null) return null;
  return {
    ...purchaseModel(name),
    discountedPurchasesIfAlive: future,
    expectedPurchasesIfAlive: (p: Params, x, tx, T, t) => future(p, x, tx, T, t, 0),
  };
}
