import { type Params, type PurchaseModelName, purchaseModel } from "../../../models/index.js";
import type { Config } from "../../config/config.js";
import { candidates } from "../../config/purchase-models.js";

/** Compared with a configured model when the config names no others: cheap, and the usual choices. */
const usual: readonly PurchaseModelName[] = ["bg-nbd", "mbg-nbd", "pareto-nbd"];

/**
 * Models to backtest: those that the config lists; else all that `auto` tries, or the configured one and the usual ones of
 * the same kind of time (a discrete model stands alone), with the one that the run fitted, which may be another. Models that need the days between purchases are left out where
 * orders of one day count separately.
 */
export function validatedModels(config: Config, fitted: PurchaseModelName): PurchaseModelName[] {
  const { model } = config.purchase;
  const asked =
    config.validate.models ??
    (model === "auto" || purchaseModel(model).time === "discrete"
      ? candidates(config)
      : [model, ...usual.filter((name) => name !== model), fitted]);
  const merged = config.ingest.sameDayOrders === "merge";
  return [...new Set(asked)].filter((name) => merged || !purchaseModel(name).needs.includes("logGaps"));
}

/** Parameters that the config holds at a value: of the configured model, where it has them. */
export function heldParams(config: Config, model: PurchaseModelName): Params {
  if (model !== config.purchase.model) return {};
  const { params } = purchaseModel(model);
  return Object.fromEntries(Object.entries(config.purchase.fixed).filter(([name]) => params.includes(name)));
}
