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
import type { ModelFile } from "../../artifacts/model-file.js";

/** What of a model file says how spend is predicted. */
export type FittedSpend = Pick<ModelFile["spend"], "model" | "params" | "fallback">;

/** The spend model that a file was fitted with. */
export function fittedSpendModel({ model }: Pick<FittedSpend, "model">): SpendModel {
  return spendModel(model as SpendModelName);
}

/** The purchases that a customer's own mean, and its spend in sums, are over. */
export function ownMeanOf(spend: FittedSpend): SpendModel["ownMean"] {
  return spend.fallback ? "repeat" : fittedSpendModel(spend).ownMean;
}

/** Gamma-Gamma's parameters, those of the Gamma-Gamma that credibility amounts to, or the mean that stands for everyone's spend. */
export function spendParams({ model, params, fallback }: FittedSpend): SpendParams {
  if (fallback) return { mean: fallback.meanSpend };
  if (model === "credibility") return asGammaGamma(params as Params<CredibilityParam>);
  return params as SpendParams;
}

/** How spend varies in the intervals of customers. */
export function spreadOf(spend: FittedSpend): ReturnType<typeof spendSpread> {
  if (!spend.fallback && spend.model === "credibility")
    return asGammaGamma(spend.params as Params<CredibilityParam>, 1 / evenSpend);
  return spendSpread(spendParams(spend));
}
