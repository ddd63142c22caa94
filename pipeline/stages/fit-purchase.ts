import { join } from "node:path";
import {
  coefficients,
  type Fit,
  fit as fitModel,
  fitWithCovariates,
  fitWithFallback,
  type Histories,
  likelihoodRatioTest,
  type PurchaseModel,
  type PurchaseModelName,
  purchaseModel,
  rankByHoldout,
  rescaleLogLikelihood,
  shrinkage,
  weakPrior,
} from "../../models/index.js";
import type { Artifacts } from "../artifacts.js";
import { ClvError } from "../errors.js";
import { candidates, needsLogGaps, periodOf } from "../purchase-models.js";
import type { StageContext } from "../stage.js";
import { sharedColumns } from "../workers/shared-columns.js";
import {
  type CovariateGroups,
  covariateLikelihood,
  designOf,
  readCovariateGroups,
  withDesign,
} from "./covariates.js";
import { fitFailed } from "./fit-failed.js";
import {
  type CandidateScore,
  daysPerUnit,
  type FittedCovariates,
  type ModelFile,
  type TimeUnit,
} from "./model-file.js";
import { type Drawing, drawHere, drawInThreads, parameterDoubt } from "./parameter-doubt.js";
import { readGroups, readHistories, readHoldout } from "./read-histories.js";
import type { Summary } from "./summary.js";
import { warmFit } from "./warm-start.js";

export interface FittedPurchases {
  readonly model: PurchaseModel;
  readonly file: ModelFile["purchase"];
}

/**
 * The purchase model that the config asks for, or the best of all on the holdout, fitted to all histories.
 * @param champion where the search starts if it is the same model, without covariates; null for a cold start
 */
export async function fitPurchases(
  path: string,
  rows: number,
  inputs: Pick<Artifacts, "holdout_histories" | "covariate_groups" | "summary">,
  champion: ModelFile | null,
  context: StageContext,
): Promise<FittedPurchases> {
  const { config, log, warn } = context;
  const { summary } = inputs;
  const scored =
    config.purchase.model === "auto" ? await compare(inputs.holdout_histories, summary, context) : null;
  const asked = scored ? (scored.find((c) => c.chosen)!.model as PurchaseModelName) : candidates(config)[0]!;
  const h = await readHistories(path, rows, needsLogGaps(config));
  const groups = await readCovariateGroups(inputs.covariate_groups, context);
  const found =
    groups === null
      ? fitPlain(purchaseModel(asked), h, config.purchase.fixed, champion, context)
      : fitToCovariates(purchaseModel(asked), { ...h, group: await readGroups(path, rows) }, groups, context);
  const { inDays, model, leftBecause } = found;
  log(
    `${model.name}: ${inDays.evaluations} evaluations over ${inDays.rows} histories, ${inDays.verdict.status}`,
  );
  if (inDays.verdict.status === "failed") throw fitFailed(inDays);
  if (leftBecause !== null) warn(leftBecause);
  for (const reason of inDays.verdict.reasons) warn(`${model.name} is weak: ${reason}`);
  const file = {
    ...inUnit(inDays, model, config.timeUnit, summary.repeatPurchases),
    model: model.name,
    timeUnit: config.timeUnit,
    dayParams: inDays.params,
    period: periodOf(config),
    doubt: config.uncertainty.intervals ? await parameterDoubt(found.draw, inDays, context) : null,
    covariates: found.covariates,
    asked: config.purchase.model,
    leftBecause,
    candidates: scored,
  };
  return { model, file };
}

interface Found {
  readonly inDays: Fit;
  readonly model: PurchaseModel;
  readonly leftBecause: string | null;
  readonly covariates: FittedCovariates | null;
  readonly draw: Drawing;
}

function fitPlain(
  asked: PurchaseModel,
  h: Histories,
  fixed: Readonly<Record<string, number>>,
  champion: ModelFile | null,
  context: StageContext,
): Found {
  const { purchase } = context.config;
  checkFixed(asked, fixed);
  const options = {
    fixed,
    ...(purchase.prior === "auto" && { prior: "auto" as const }),
    ...(purchase.prior === "weak" && { prior: weakPrior(asked, h) }),
  };
  const start = champion?.purchase.model === asked.name ? champion.purchase.dayParams : null;
  const { fit: inDays, reason } = warmFit(asked, h, start, (from) =>
    purchase.fallback
      ? fitWithFallback(asked, h, { ...options, ...from })
      : { fit: fitModel(asked, h, { ...options, ...from }), reason: null },
  );
  const name = inDays.model as PurchaseModelName;
  return {
    inDays,
    model: purchaseModel(name),
    leftBecause: name === asked.name ? null : reason,
    covariates: null,
    draw: drawInThreads({ kind: "purchase", model: name, data: h }, inDays, context),
  };
}

/** With covariates; without them where the data say nothing of their coefficients. */
function fitToCovariates(
  asked: PurchaseModel,
  h: Histories & { readonly group: Uint32Array },
  groups: CovariateGroups,
  context: StageContext,
): Found {
  const { covariates, fixed, fallback } = context.config.purchase;
  const design = designOf(groups, covariates.continuous);
  const likelihood = covariateLikelihood(asked, design, covariates);
  if (likelihood.terms.length === 0)
    return withoutCovariates(
      asked,
      h,
      `nearly all customers have the same ${groups.names.join(", ")}`,
      context,
    );
  checkFixed(likelihood, fixed);
  const data = withDesign(h, groups, design);
  const shrunk = covariates.l2 > 0;
  const result = fitWithCovariates(likelihood, data, {
    fixed,
    ...(shrunk && { prior: shrinkage(likelihood, covariates.l2) }),
  });
  const inDays = result.fit;
  const { status, codes, reasons } = inDays.verdict;
  if (fallback && status !== "identified" && result.plain.verdict.status === "identified")
    return withoutCovariates(
      asked,
      h,
      `with them it is in doubt (${codes.join(", ")}): ${reasons.join("; ")}`,
      context,
    );
  const free = likelihood.terms.some(({ param }) => !Object.hasOwn(fixed, param));
  return {
    inDays,
    model: asked,
    leftBecause: null,
    covariates: {
      design,
      coefficients: coefficients(likelihood, inDays),
      test: free && !shrunk ? likelihoodRatioTest(inDays, result.plain) : null,
    },
    draw: drawHere(likelihood, data, inDays, context),
  };
}

function withoutCovariates(asked: PurchaseModel, h: Histories, reason: string, context: StageContext): Found {
  const held = Object.entries(context.config.purchase.fixed).filter(([key]) => !key.includes(":"));
  const found = fitPlain(asked, h, Object.fromEntries(held), null, context);
  const reasons = [`${asked.name} is used without covariates: ${reason}`, found.leftBecause];
  return { ...found, leftBecause: reasons.filter((r) => r !== null).join("; ") };
}

function checkFixed(
  { name, params }: Pick<PurchaseModel, "name" | "params">,
  fixed: Readonly<Record<string, number>>,
): void {
  for (const key of Object.keys(fixed))
    if (!params.includes(key))
      throw new ClvError(
        "CONFIG_INVALID",
        `purchase.fixed.${key}: ${name} has no such parameter; it has ${params.join(", ")}.`,
      );
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
  let customers = 0;
  for (const n of holdout.n) customers += n;
  const found = rankByHoldout(await pool.run("holdout-scores", { holdout, days }, names), customers);
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
  const scaleOf = (k: string): number => days ** -(model.timeExponent[k] ?? 0); // coefficients have no unit
  const rescaled = (p: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(p).map(([k, v]) => [k, v * scaleOf(k)]));
  const scale = Object.keys(f.params).map(scaleOf);
  const logLikelihood = rescaleLogLikelihood(f.logLikelihood, repeatPurchases, days);
  const shift = 2 * (f.logLikelihood - logLikelihood);
  return {
    ...f,
    params: rescaled(f.params),
    ...(f.prior && {
      prior: Object.fromEntries(
        Object.entries(f.prior).map(([k, p]) => [k, p && { ...p, mean: p.mean + Math.log(scaleOf(k)) }]),
      ) as NonNullable<Fit["prior"]>,
    }),
    ...(f.profile && {
      profile: f.profile.map((p) => ({
        ...p,
        logLikelihood: rescaleLogLikelihood(p.logLikelihood, repeatPurchases, days),
      })),
    }),
    logLikelihood,
    ...(f.aic !== undefined && { aic: f.aic + shift }),
    ...(f.bic !== undefined && { bic: f.bic + shift }),
    standardErrors: f.standardErrors && rescaled(f.standardErrors),
    covariance: f.covariance?.map((row, i) => row.map((v, j) => v * scale[i]! * scale[j]!)) ?? null,
  };
}
