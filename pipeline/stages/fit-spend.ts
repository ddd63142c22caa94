import { join } from "node:path";
import {
  type Fit,
  fit as fitModel,
  type SpendHistories,
  type SpendModelName,
  spendIndependence,
  spendModel,
} from "../../models/index.js";
import type { Artifacts } from "../artifacts.js";
import { fitSpendRegression } from "../spend/fit-gamma-regression.js";
import type { StageContext } from "../stage.js";
import { attributeNames } from "./ingest.js";
import type { ModelFile, SpendFallback, SpendPredictor } from "./model-file.js";
import { drawInThreads, parameterDoubt } from "./parameter-doubt.js";
import { readSpendHistories } from "./read-histories.js";
import type { Summary } from "./summary.js";
import { warmFit } from "./warm-start.js";

/**
 * Gamma-Gamma, which also tells how much spend varies around its mean when another model gives that mean; or the pooled
 * mean where it has none.
 * @param champion where the search starts; null for a cold start
 */
export async function fitSpend(
  { file, rows }: Artifacts["spend_histories"],
  summary: Summary,
  champion: ModelFile | null,
  context: StageContext,
): Promise<ModelFile["spend"]> {
  const { config, runDir, warn } = context;
  const s = await readSpendHistories(join(runDir, file), rows);
  const name: SpendModelName = "gamma-gamma";
  const model = spendModel(name);
  const start = champion?.spend.model === name ? champion.spend.params : null;
  const { fit: spend } = warmFit(model, s, start, (from) => ({ fit: fitModel(model, s, from) }));
  const fallback = spendFallback(spend, s, summary);
  if (fallback)
    warn(
      `${spend.model} cannot be used (${fallback.reason}); every purchase is valued at the mean ${fallback.meanSpend.toFixed(2)}`,
    );
  else for (const reason of spend.verdict.reasons) warn(`${spend.model} is weak: ${reason}`);
  const draw = drawInThreads({ kind: "spend", model: name, data: s }, spend, context);
  const doubt = fallback || !config.uncertainty.intervals ? null : await parameterDoubt(draw, spend, context);
  return {
    ...spend,
    independence: spendIndependence(s),
    fallback,
    doubt,
    predictor: await fitPredictor(summary, context),
  };
}

/** What gives a customer's expected spend, where that is not Gamma-Gamma. */
async function fitPredictor(summary: Summary, context: StageContext): Promise<SpendPredictor | null> {
  const { config, warn } = context;
  const { model, quantities, maxCustomers } = config.spend;
  const attributes = config.spend.attributes ?? attributeNames(config);
  if (model === "gamma-regression") {
    const regression = await fitSpendRegression(context, { attributes, quantities });
    if (regression.verdict.status !== "failed") return { model, regression };
    warn(`${model} cannot be used; gamma-gamma is`);
    return null;
  }
  if (model === "ziln") {
    const { trainZilnModel } = await import("../spend/train-ziln.js"); // loads TensorFlow
    const ziln = await trainZilnModel(context, {
      asOf: summary.asOf,
      horizonDays: Math.max(...config.value.horizonsDays),
      attributes,
      customers: summary.customers,
      seed: config.seed,
      maxCustomers,
    });
    return { model, ziln };
  }
  return null;
}

/** The pooled mean where the spend model has no usable one; null where it has. */
export function spendFallback(
  spend: Fit,
  s: SpendHistories,
  summary: Pick<Summary, "firstSpend" | "customers">,
): SpendFallback | null {
  const unusable = spend.verdict.status === "failed" || spend.verdict.codes.includes("NO_FINITE_MEAN");
  if (!unusable) return null;
  let total = 0;
  let purchases = 0;
  for (let i = 0; i < s.n.length; i++) {
    total += s.n[i]! * s.z[i]!;
    purchases += s.n[i]! * s.x[i]!;
  }
  const meanSpend = purchases > 0 ? total / purchases : Math.max(0, summary.firstSpend / summary.customers);
  return { meanSpend, reason: spend.verdict.reasons.join("; ") };
}
