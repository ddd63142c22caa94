import { join } from "node:path";
import {
  byHoldout,
  type Fit,
  fit,
  fitWithFallback,
  type Histories,
  type PurchaseModel,
  type PurchaseModelName,
  purchaseModel,
  rescaleLogLikelihood,
  rescaleParams,
  weakPrior,
} from "../../models/index.js";
import type { Artifacts } from "../artifacts.js";
import type { Config } from "../config.js";
import { ClvError } from "../errors.js";
import { candidates, needsLogGaps, periodOf } from "../purchase-models.js";
import type { StageContext } from "../stage.js";
import { sharedColumns } from "../workers/shared-columns.js";
import { fitFailed } from "./fit-failed.js";
import { type CandidateScore, daysPerUnit, type ModelFile, type TimeUnit } from "./model-file.js";
import { parameterDoubt } from "./parameter-doubt.js";
import { readHoldout } from "./read-histories.js";
import type { Summary } from "./summary.js";

export interface FittedPurchases {
  readonly model: PurchaseModel;
  readonly file: ModelFile["purchase"];
}

/** The purchase model that the config asks for, or the best of all on the holdout, fitted to all histories. */
export async function fitPurchases(
  h: Histories,
  { holdout_histories, summary }: Pick<Artifacts, "holdout_histories" | "summary">,
  context: StageContext,
): Promise<FittedPurchases> {
  const { config, log, warn } = context;
  const scored = config.purchase.model === "auto" ? await compare(holdout_histories, summary, context) : null;
  const asked = scored ? (scored.find((c) => c.chosen)!.model as PurchaseModelName) : candidates(config)[0]!;
  const { inDays, model, leftBecause } = fitOne(purchaseModel(asked), h, config);
  log(
    `${model.name}: ${inDays.evaluations} evaluations over ${inDays.rows} histories, ${inDays.verdict.status}`,
  );
  if (inDays.verdict.status === "failed") throw fitFailed(inDays);
  if (leftBecause !== null) warn(leftBecause);
  else for (const reason of inDays.verdict.reasons) warn(`${model.name} is weak: ${reason}`);
  const likelihood = { kind: "purchase", model: model.name as PurchaseModelName, data: h } as const;
  const file = {
    ...inUnit(inDays, model, config.timeUnit, summary.repeatPurchases),
    timeUnit: config.timeUnit,
    dayParams: inDays.params,
    period: periodOf(config),
    doubt: config.uncertainty.intervals ? await parameterDoubt(likelihood, inDays, context) : null,
    asked: config.purchase.model,
    leftBecause,
    candidates: scored,
  };
  return { model, file };
}

function fitOne(
  asked: PurchaseModel,
  h: Histories,
  { purchase }: Config,
): { inDays: Fit; model: PurchaseModel; leftBecause: string | null } {
  for (const name of Object.keys(purchase.fixed))
    if (!asked.params.includes(name))
      throw new ClvError(
        "CONFIG_INVALID",
        `purchase.fixed.${name}: ${asked.name} has no such parameter; it has ${asked.params.join(", ")}.`,
      );
  const options = {
    fixed: purchase.fixed,
    ...(purchase.prior === "auto" && { prior: "auto" as const }),
    ...(purchase.prior === "weak" && { prior: weakPrior(asked, h) }),
  };
  if (!purchase.fallback) return { inDays: fit(asked, h, options), model: asked, leftBecause: null };
  const result = fitWithFallback(asked, h, options);
  const model = purchaseModel(result.fit.model as PurchaseModelName);
  return { inDays: result.fit, model, leftBecause: model === asked ? null : result.reason };
}

/** Every candidate fitted as of the cut and scored on what came after it, best first. */
async function compare(
  { file, rows }: Artifacts["holdout_histories"],
  { holdoutFrom, asOf }: Summary,
  { config, runDir, pool, log }: StageContext,
): Promise<CandidateScore[]> {
  const holdout = sharedColumns(await readHoldout(join(runDir, file), rows, needsLogGaps(config)));
  const days = Math.round((Date.parse(asOf) - Date.parse(holdoutFrom ?? asOf)) / 86_400_000);
  const names = candidates(config).filter(
    (name) => holdout.logGaps !== undefined || !purchaseModel(name).needs.includes("logGaps"),
  );
  const found = await pool.run("holdout-scores", { holdout, days }, names);
  let customers = 0;
  for (const n of holdout.n) customers += n;
  found.sort(byHoldout(customers));
  log(
    `${found[0]!.fit.model} foretells the ${days} days after ${holdoutFrom} best of ${found.length} models`,
  );
  return found.map((c, i) => ({
    model: c.fit.model,
    status: c.fit.verdict.status,
    logLikelihood: c.fit.logLikelihood,
    aic: c.fit.aic ?? null,
    logScore: c.logScore,
    meanAbsoluteError: c.meanAbsoluteError,
    bias: Number.isNaN(c.bias) ? null : c.bias,
    chosen: i === 0,
  }));
}

/** A fit in days as it reads in another time unit; discrete models have no unit of time in their parameters. */
function inUnit(f: Fit, model: PurchaseModel, unit: TimeUnit, repeatPurchases: number): Fit {
  const days = daysPerUnit[unit];
  if (days === 1 || model.time === "discrete") return f;
  const scale = model.params.map((k) => days ** -(model.timeExponent[k] ?? 0));
  const logLikelihood = rescaleLogLikelihood(f.logLikelihood, repeatPurchases, days);
  const shift = 2 * (f.logLikelihood - logLikelihood);
  return {
    ...f,
    params: rescaleParams(model, f.params, days),
    logLikelihood,
    ...(f.aic !== undefined && { aic: f.aic + shift }),
    ...(f.bic !== undefined && { bic: f.bic + shift }),
    standardErrors: f.standardErrors && rescaleParams(model, f.standardErrors, days),
    covariance: f.covariance?.map((row, i) => row.map((v, j) => v * scale[i]! * scale[j]!)) ?? null,
  };
}
