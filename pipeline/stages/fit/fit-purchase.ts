import {
  coefficients,
  type FallbackFit,
  type Fit,
  type FittedCalendar,
  fitAtSameLimits,
  fit as fitModel,
  fitRanked,
  fitWithCovariates,
  fitWithFallback,
  type Histories,
  isDoubtful,
  isUsable,
  likelihoodRatioTest,
  limitText,
  type Params,
  type PurchaseModel,
  type PurchaseModelName,
  purchaseModel,
  shrinkage,
  whyTooLong,
} from "../../../models/index.js";
import type { Artifacts } from "../../artifacts/artifacts.js";
import type { FittedCovariates, FittedIntervals, ModelFile } from "../../artifacts/model-file.js";
import { readGroups, readHistories } from "../../artifacts/read-histories.js";
import { countsIntervals } from "../../config/billing.js";
import { candidates, needsLogGaps, periodOf } from "../../config/purchase-models.js";
import { ClvError } from "../../errors.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";
import { daysOf } from "../../time/period.js";
import { alongCalendar, type DailyLog, dailyLog } from "./along-calendar.js";
import { candidateScores, compareModels, holdoutChoice } from "./compare-models.js";
import {
  type CovariateGroups,
  covariateLikelihood,
  designOf,
  readCovariateGroups,
  withDesign,
} from "./covariates.js";
import { fitFailed } from "./fit-failed.js";
import { fitInUnit } from "./fit-in-unit.js";
import { checkFixed, priorOf } from "./fit-options.js";
import { fitToIntervals } from "./fit-to-intervals.js";
import { nothingToCompare } from "./nothing-to-compare.js";
import { type Drawing, drawHere, drawInThreads, parameterDoubt } from "./parameter-doubt.js";
import { levelByPeriod } from "./period-level.js";
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
  inputs: Pick<
    Artifacts,
    "histories" | "holdout_histories" | "covariate_groups" | "repeats_by_day" | "summary"
  >,
  champion: ModelFile | null,
  context: StageContext,
): Promise<FittedPurchases> {
  const { config, runDir, log, warn } = context;
  const { histories, summary } = inputs;
  const daily = await dailyLog(inputs.repeats_by_day, summary, context);
  const compared =
    config.purchase.model === "auto"
      ? await compareModels(inputs.holdout_histories, summary, daily, context)
      : null;
  const ranking = (compared?.ranked.filter(isUsable).map(({ fit }) => fit.model) ?? candidates(config)).map(
    (name) => purchaseModel(name as PurchaseModelName),
  );
  const h = await readHistories(runDir, histories, needsLogGaps(config));
  const tooLong = whyTooLong(h, ranking[0]!.time);
  if (tooLong !== null) throw new ClvError("FIT_FAILED", `${ranking[0]!.name}: ${tooLong}`);
  const groups = await readCovariateGroups(inputs.covariate_groups, context);
  const grouped = async () => ({ ...h, group: await readGroups(runDir, histories) });
  const found = countsIntervals(config)
    ? fitToIntervals(ranking[0]!, await grouped(), context)
    : groups === null
      ? fitPlain(ranking, h, daily, config.purchase.fixed, champion, context)
      : fitToCovariates(ranking[0]!, await grouped(), daily, groups, context);
  const { inDays, model, leftBecause } = found;
  log(
    `${model.name}: ${inDays.evaluations} evaluations over ${inDays.rows} histories, ${inDays.verdict.status}`,
  );
  if (inDays.verdict.status === "failed") throw fitFailed(inDays);
  if (leftBecause !== null) warn(leftBecause);
  if (inDays.limits !== undefined) warn(limitText(inDays));
  if (found.intervals === undefined) warnOfShortHorizons(context);
  for (const reason of inDays.verdict.reasons) warn(`${model.name} is weak: ${reason}`);
  const file = {
    ...fitInUnit(inDays, model, config.timeUnit, summary.repeatPurchases),
    model: model.name,
    timeUnit: config.timeUnit,
    dayParams: inDays.params,
    period: periodOf(config),
    doubt: config.uncertainty.intervals ? await parameterDoubt(found.draw, inDays, context) : null,
    covariates: found.covariates,
    ...(found.calendar && { calendar: found.calendar }),
    ...(found.noCalendar !== undefined && { noCalendar: found.noCalendar }),
    ...(await levelByPeriod(found, h, inputs, context)),
    ...(found.intervals && { intervals: found.intervals }),
    asked: config.purchase.model,
    leftBecause,
    candidates: compared && candidateScores(compared, found.meant),
    ...(compared && { holdout: holdoutChoice(compared, found.meant) }),
  };
  return { model, file };
}

/** A horizon shorter than half a period counts a whole one. */
function warnOfShortHorizons({ config, warn }: StageContext): void {
  const period = periodOf(config);
  if (period === null) return;
  const short = config.value.horizonsDays.filter((days) => 2 * days < daysOf(period));
  if (short.length > 0)
    warn(say("model.shortHorizons", short, typeof period === "number" ? `${period} days` : period));
}

export interface Found {
  /** name of the model that was to be used, before anything was left for another */
  readonly meant: string;
  readonly inDays: Fit;
  readonly model: PurchaseModel;
  readonly leftBecause: string | null;
  readonly covariates: FittedCovariates | null;
  readonly calendar?: FittedCalendar | null;
  readonly noCalendar?: string;
  readonly intervals?: FittedIntervals;
  readonly draw: Drawing;
}

/** The first of a ranking that holds, or its fallback. */
function fitPlain(
  ranking: readonly PurchaseModel[],
  h: Histories,
  daily: DailyLog,
  fixed: Readonly<Record<string, number>>,
  champion: ModelFile | null,
  context: StageContext,
): Found {
  const { fallback } = context.config.purchase;
  const asked = ranking[0]!;
  checkFixed(asked, fixed);
  // what is held must be a parameter of any model that takes the place of the one asked for
  const able = ranking.filter(({ params }) => Object.keys(fixed).every((k) => params.includes(k)));
  const found = fallback
    ? fitRanked<Histories>(able, (model) => fitFrom(model as PurchaseModel, h, fixed, champion, context))
    : { ...fitFrom(asked, h, fixed, champion, context), passedOver: [] };
  const name = found.fit.model as PurchaseModelName;
  const passedOver = found.passedOver.map((reason) => `${reason}, though better on the holdout`);
  const reasons = [...passedOver, ...(name === found.meant || found.reason === null ? [] : [found.reason])];
  const model = purchaseModel(name);
  const plain = { model, likelihood: model, data: h, fit: found.fit, fixed };
  const along = alongCalendar<Histories>(plain, daily, context);
  return {
    meant: found.meant,
    inDays: along.fit,
    model,
    leftBecause: reasons.length > 0 ? reasons.join("; ") : null,
    covariates: null,
    calendar: along.calendar,
    ...(along.noCalendar !== undefined && { noCalendar: along.noCalendar }),
    draw: drawInThreads({ kind: "purchase", model: name, data: along.data }, along.fit, context),
  };
}

/** A model's fit, from the champion's parameters where they are its own, with its fallback where the config allows one. */
function fitFrom(
  model: PurchaseModel,
  h: Histories,
  fixed: Readonly<Record<string, number>>,
  champion: ModelFile | null,
  { config: { purchase } }: StageContext,
): FallbackFit<Histories> {
  const options = { fixed, prior: priorOf(purchase.prior, model, h) };
  return warmFit(model, h, warmStart(model, champion), (from) =>
    purchase.fallback
      ? fitWithFallback(model, h, { ...options, ...from })
      : {
          meant: model.name,
          used: model,
          fit: fitModel(model, h, { ...options, ...from }),
          left: [],
          reason: null,
        },
  );
}

/** A champion at a limit says nothing of where the data would be inside: a search from there would not come back. */
function warmStart(model: PurchaseModel, champion: ModelFile | null): Params | null {
  const own = champion?.purchase;
  return own?.model === model.name && own.limits === undefined ? own.dayParams : null;
}

/** With covariates; without them where the data say nothing of their coefficients. */
function fitToCovariates(
  asked: PurchaseModel,
  h: Histories & { readonly group: Uint32Array },
  daily: DailyLog,
  groups: CovariateGroups,
  context: StageContext,
): Found {
  const { covariates, fixed, fallback } = context.config.purchase;
  const design = designOf(groups, covariates.continuous);
  const likelihood = covariateLikelihood(asked, design, covariates);
  if (likelihood.terms.length === 0)
    return withoutCovariates(asked, h, daily, nothingToCompare(groups), context);
  checkFixed(likelihood, fixed);
  const data = withDesign(h, groups, design);
  const shrunk = covariates.l2 > 0;
  const prior = shrunk ? shrinkage(likelihood, covariates.l2) : {};
  const result = fitWithCovariates(likelihood, data, { fixed, prior });
  const options = { fixed, prior, nested: [result.plain] };
  const found =
    fallback && isDoubtful(result.fit.verdict) ? fitWithFallback(likelihood, data, options) : null;
  if (found !== null && found.used.name !== likelihood.name) {
    const { codes, reasons } = result.fit.verdict;
    const why = `with them it is in doubt (${codes.join(", ")}): ${reasons.join("; ")}`;
    return withoutCovariates(asked, h, daily, why, context);
  }
  const first = found?.fit ?? result.fit;
  const rows = data.groups;
  const along = alongCalendar(
    {
      ...{ model: asked, likelihood, data, fit: first, fixed },
      paramsOf: (params) => {
        const of = rows.map((row) => likelihood.paramsFor(params, row));
        return (i) => of[data.group[i]!]!;
      },
    },
    daily,
    context,
  );
  const inDays = along.fit;
  const held = Object.fromEntries(Object.entries(fixed).filter(([key]) => !key.includes(":")));
  const plain =
    first.limits === undefined ? result.plain : fitAtSameLimits(first, asked, data, { fixed: held });
  const free = likelihood.terms.some(({ param }) => !Object.hasOwn(fixed, param));
  return {
    inDays,
    model: asked,
    meant: asked.name,
    leftBecause: null,
    covariates: {
      design,
      coefficients: coefficients(likelihood, inDays),
      test: free && !shrunk ? likelihoodRatioTest(first, plain) : null,
    },
    calendar: along.calendar,
    ...(along.noCalendar !== undefined && { noCalendar: along.noCalendar }),
    draw: drawHere(likelihood, along.data, inDays, context),
  };
}

function withoutCovariates(
  asked: PurchaseModel,
  h: Histories,
  daily: DailyLog,
  reason: string,
  context: StageContext,
): Found {
  const held = Object.entries(context.config.purchase.fixed).filter(([key]) => !key.includes(":"));
  const found = fitPlain([asked], h, daily, Object.fromEntries(held), null, context);
  const reasons = [`${asked.name} is used without covariates: ${reason}`, found.leftBecause];
  return { ...found, leftBecause: reasons.filter((r) => r !== null).join("; ") };
}
