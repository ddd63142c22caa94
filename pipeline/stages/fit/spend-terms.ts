import {
  asGammaGamma,
  type CredibilityParam,
  evenSpend,
  type Params,
  type SpendModel,
  type SpendModelName,
  type SpendParams,
  spendModel,
  spendSpread,
} from "../../../models/index.js";
import type { SpendFile } from "../../artifacts/model-file.js";
import type { OwnMean } from "../../sql/segment-sums.js";

/** What of a model file says how spend is predicted. */
export type FittedSpend = Pick<SpendFile, "model" | "params" | "fallback">;

/** Without amounts every purchase counts as one: what is worked out of spend is then as of purchases, and never shown. */
const onePerPurchase: SpendParams = { mean: 1 };

/** The spend model that a file was fitted with. */
export function fittedSpendModel({ model }: Pick<FittedSpend, "model">): SpendModel {
  return spendModel(model as SpendModelName);
}

/** The purchases that a customer's own mean, and its spend in sums, are over; null without amounts. */
export function ownMeanOf(spend: FittedSpend | null): OwnMean {
  if (spend === null) return null;
  return spend.fallback ? "repeat" : fittedSpendModel(spend).ownMean;
}

/** Gamma-Gamma's parameters, those of the Gamma-Gamma that credibility amounts to, or the mean that stands for everyone's spend. */
export function spendParams(spend: FittedSpend | null): SpendParams {
  if (spend === null) return onePerPurchase;
  const { model, params, fallback } = spend;
  if (fallback) return { mean: fallback.meanSpend };
  if (model === "credibility") return asGammaGamma(params as Params<CredibilityParam>);
  return params as SpendParams;
}

/** How spend varies in the intervals of customers. */
export function spreadOf(spend: FittedSpend | null): ReturnType<typeof spendSpread> {
  if (spend !== null && !spend.fallback && spend.model === "credibility")
    return asGammaGamma(spend.params as Params<CredibilityParam>, 1 / evenSpend);
  return spendSpread(spendParams(spend));
}
