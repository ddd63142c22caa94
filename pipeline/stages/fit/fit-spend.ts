import {
  type Fit,
  fit as fitModel,
  gammaGamma,
  type MomentFit,
  type SpendHistories,
  spendIndependence,
} from "../../../models/index.js";
import type { Artifacts } from "../../artifacts/artifacts.js";
import type {
  ModelFile,
  ParameterDoubt,
  SpendComparison,
  SpendFile,
  SpendPredictor,
} from "../../artifacts/model-file.js";
import { readSpendHistories } from "../../artifacts/read-histories.js";
import type { Summary } from "../../artifacts/summary.js";
import { attributeNames } from "../../config/questions.js";
import type { SpendChoice } from "../../config/spend-models.js";
import type { StageContext } from "../../stage.js";
import { chooseSpend } from "./choose-spend.js";
import { fitRowPredictor, verdictOf } from "./fit-row-predictor.js";
import { drawInThreads, parameterDoubt } from "./parameter-doubt.js";
import { warmFit } from "./warm-start.js";

/** The spend model to fit; what it was compared with, where it was chosen. */
export interface SpendChoiceMade {
  readonly name: SpendChoice;
  readonly compared?: SpendComparison | null;
}

/**
 * Gamma-Gamma, or credibility in its place, which also tells how much spend varies around its mean when another model gives
 * that mean; the pooled mean where neither can be fitted.
 * @param champion where the search starts; null for a cold start
 * @param choice the model that the config names, or that a comparison has chosen
 */
export async function fitSpend(
  file: Artifacts["spend_histories"],
  summary: Summary,
  champion: ModelFile | null,
  { name, compared }: SpendChoiceMade,
  context: StageContext,
): Promise<SpendFile> {
  const { config, engine, runDir, warn } = context;
  const s = await readSpendHistories(runDir, file);
  const start = champion?.spend?.model === gammaGamma.name ? champion.spend.params : null;
  const { customers, firstSpend = 0, asOf } = summary;
  const source = {
    ...{ repeat: s, customers, firstSpend, asOf },
    relation: engine.dialect.table("customers"),
    transactions: engine.dialect.table("transactions"),
  };
  const warm = (): Fit =>
    warmFit(gammaGamma, s, start, (from) => ({ fit: fitModel(gammaGamma, s, from) })).fit;
  const { fit: spend, fallback, leftBecause } = await chooseSpend(name, source, warm, context);
  if (fallback)
    warn(
      `${spend.model} cannot be used (${fallback.reason}); every purchase is valued at the mean ${fallback.meanSpend.toFixed(2)}`,
    );
  else {
    if (leftBecause !== null) warn(leftBecause);
    for (const reason of spend.verdict.reasons)
      warn(
        spend.verdict.status === "identified"
          ? `${spend.model}: ${reason}`
          : `${spend.model} is weak: ${reason}`,
      );
  }
  return {
    ...spend,
    independence: spendIndependence(s),
    fallback,
    doubt: fallback || !config.uncertainty.intervals ? null : await spendDoubt(spend, s, context),
    predictor: await fitPredictor(name, summary, context),
    ...(compared !== undefined && { compared }),
    ...(leftBecause !== null && { leftBecause }),
  };
}

/** The doubt about Gamma-Gamma's parameters, or about the mean of all that credibility leans on. */
async function spendDoubt(
  spend: Fit | MomentFit,
  data: SpendHistories,
  context: StageContext,
): Promise<ParameterDoubt | null> {
  if ("logLikelihood" in spend)
    return parameterDoubt(
      drawInThreads({ kind: "spend", model: "gamma-gamma", data }, spend, context),
      spend,
      context,
    );
  const { mean } = spend.params;
  const error = Math.min(spend.standardErrors?.mean ?? 0, mean!);
  const points = [-1, 1].map((side) => ({ ...spend.params, mean: mean! + side * error }));
  return { method: "laplace", points, posterior: null, bootstrap: null };
}

/** What gives a customer's expected spend, where that is neither Gamma-Gamma nor credibility. */
async function fitPredictor(
  model: SpendChoice,
  summary: Summary,
  context: StageContext,
): Promise<SpendPredictor | null> {
  const { config, engine, warn } = context;
  if (model === "gamma-regression" || model === "log-normal") {
    const predictor = await fitRowPredictor(model, engine.dialect.table("customers"), context);
    if (verdictOf(predictor).status !== "failed") return predictor;
    warn(`${model} cannot be used; expected spend goes by own means`);
    return null;
  }
  if (model === "ziln") {
    const { trainZilnModel } = await import("../../spend/train-ziln.js"); // loads TensorFlow
    const ziln = await trainZilnModel(context, {
      asOf: summary.asOf,
      horizonDays: Math.max(...config.value.horizonsDays),
      attributes: config.spend.attributes ?? attributeNames(config),
      attributeValue: config.ingest.attributeValue,
      customers: summary.customers,
      seed: config.seed,
      maxCustomers: config.spend.maxCustomers,
    });
    return { model, ziln };
  }
  return null;
}
