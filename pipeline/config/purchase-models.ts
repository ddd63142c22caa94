import {
  type PurchaseModel,
  type PurchaseModelName,
  purchaseModel,
  purchaseModelNames,
} from "../../models/index.js";
import type { Period } from "../sql/period-index.js";
import type { Config } from "./config.js";

/** The models that a run fits: the one it names, or for `auto` every model of the same kind of time as a shop's orders. */
export function candidates({ purchase }: Config): PurchaseModelName[] {
  if (purchase.model !== "auto") return [purchase.model];
  return purchaseModelNames.filter((name) => purchaseModel(name).time === "continuous");
}

/** Length of an opportunity of a discrete model, a month unless said otherwise; null for models in continuous time. */
export function periodOf({ purchase }: Config): Period | null {
  if (purchase.model === "auto" || purchaseModel(purchase.model).time === "continuous") return null;
  return purchase.period ?? "month";
}

/** Whether some model to be fitted reads the gaps between purchases, which are costly to add up. */
export function needsLogGaps(config: Config): boolean {
  const needs = (model: PurchaseModel): boolean => model.needs.includes("logGaps");
  return (
    config.ingest.sameDayOrders === "merge" && candidates(config).some((name) => needs(purchaseModel(name)))
  );
}

/** Attributes that the purchase model takes as covariates, each once. */
export function covariateNames({ purchase: { covariates } }: Config): string[] {
  return [...new Set([...covariates.purchase, ...covariates.dropout, ...covariates.equal])];
}
