import { type PurchaseModelName, purchaseModel } from "../../../models/index.js";
import type { Account } from "../../artifacts/account.js";
import { type Target, targets } from "../../artifacts/validation.js";
import type { Config } from "../../config/config.js";
import { periodOf } from "../../config/purchase-models.js";
import { attributeNames, hasMoney } from "../../config/questions.js";
import type { SpendChoice } from "../../config/spend-models.js";
import type { Period } from "../../sql/period-index.js";
import { validatedModels } from "./models.js";
import { validationWindows, type Windows } from "./origins.js";

/** What is to be backtested. */
export interface ValidationPlan extends Windows {
  /** Purchases, and value where the log has amounts. */
  readonly targets: readonly Target[];
  /** First day of the log. */
  readonly firstDay: string;
  readonly models: readonly PurchaseModelName[];
  readonly period: Period | null;
  readonly logGaps: boolean;
  /** The model of spend that backtests fit; null without amounts. */
  readonly spendModel: SpendChoice | null;
  readonly segments: readonly string[];
  /** Attributes that backtests read: segments, and what expected spend depends on. */
  readonly attributes: readonly string[];
  readonly cohorts: { readonly from: string | null; readonly until: string | null };
}

/**
 * @param fitted     the purchase model that the run has fitted
 * @param spendModel the model of spend that the run has fitted; null without amounts
 */
export function validationPlan(
  account: Account,
  config: Config,
  fitted: PurchaseModelName,
  spendModel: SpendChoice | null,
): ValidationPlan {
  const models = validatedModels(config, fitted);
  const period = periodOf(config);
  const { cohorts, segments = attributeNames(config) } = config.validate;
  const spend = spendModel === "gamma-regression" ? (config.spend.attributes ?? attributeNames(config)) : [];
  return {
    ...validationWindows(account, config, period),
    targets: hasMoney(config) ? targets : ["purchases"],
    firstDay: account.firstDay,
    models,
    period,
    spendModel,
    logGaps: models.some((name) => purchaseModel(name).needs.includes("logGaps")),
    segments,
    attributes: [...new Set([...segments, ...spend])],
    cohorts: { from: cohorts.from ?? null, until: cohorts.until ?? null },
  };
}
