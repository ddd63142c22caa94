import {
  type Fit,
  type HoldoutComparison,
  holdoutRivals,
  isUsable,
  logScoreDifference,
  type PurchaseModel,
  type PurchaseModelName,
  purchaseModel,
  rankByHoldout,
  rankWithoutCarriers,
  rankWithoutWorst,
  scoredCustomersOf,
  scoredHoldout,
} from "../../../models/index.js";
import type { Artifacts } from "../../artifacts/artifacts.js";
import type { CandidateScore, HoldoutChoice } from "../../artifacts/model-file.js";
import { readHoldout } from "../../artifacts/read-histories.js";
import type { Summary } from "../../artifacts/summary.js";
import { candidates, needsLogGaps } from "../../config/purchase-models.js";
import { ClvError } from "../../errors.js";
import type { StageContext } from "../../stage.js";
import { count } from "../../text/format.js";
import { daysBetween } from "../../time/calendar.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import type { DailyLog } from "./along-calendar.js";
import { inHoldoutTime } from "./holdout-time.js";

/**
 * Every candidate fitted as of the cut and scored on what followed it, best first.
 * @throws ClvError FIT_FAILED where none can be fitted to what was known at the cut, or nothing can be compared
 */
export async function compareModels(
  file: Artifacts["holdout_histories"],
  { holdoutFrom, asOf }: Summary,
  daily: DailyLog,
  { config, runDir, pool, log }: StageContext,
): Promise<HoldoutComparison> {
  const holdout = await readHoldout(runDir, file, needsLogGaps(config));
  const days = daysBetween(holdoutFrom ?? asOf, asOf);
  const inTime = inHoldoutTime({ holdout, days }, daily, config.purchase.calendar);
  const input = { holdout: sharedColumns(inTime.holdout), days: inTime.days };
  const names = candidates(config).filter(
    (name) => holdout.logGaps !== undefined || !purchaseModel(name).needs.includes("logGaps"),
  );
  let customers = 0;
  for (const n of holdout.n) customers += n;
  const scores = await pool.run("holdout-scores", input, names);
  const found = rankByHoldout(scores, customers, modelOf);
  const best = found[0]!;
  if (!isUsable(best)) throw nothingToCompare(best.fit, customers, holdoutFrom ?? asOf, days);
  log(
    `${best.fit.model} predicts the ${days} days after ${holdoutFrom} best of ${found.filter(isUsable).length} models`,
  );
  return { ranked: found, rows: scoredHoldout(holdout), observed: scoredCustomersOf(holdout), days };
}

const modelOf = (name: string): PurchaseModel => purchaseModel(name as PurchaseModelName);

/** None of the candidates could be fitted to what was known at the cut. */
function nothingToCompare(f: Fit, customers: number, cut: string, days: number): ClvError {
  return new ClvError(
    "FIT_FAILED",
    `purchase.model: auto cannot compare models: of ${count(customers)} customers who had bought by ${cut}, ` +
      `${days} days before asOf, none of the models can be fitted (${f.verdict.reasons.join("; ")}). ` +
      "Set a shorter purchase.holdoutDays, name a purchase.model, or read more history.",
  );
}

/** What model.json keeps of the candidates. */
export function candidateScores(comparison: HoldoutComparison, chosen: string): CandidateScore[] {
  const { ranked } = comparison;
  const own = ranked.find(({ fit }) => fit.model === chosen);
  return ranked.map((candidate, i) => {
    const { fit } = candidate;
    return {
      model: fit.model,
      status: fit.verdict.status,
      logLikelihood: fit.logLikelihood,
      aic: fit.aic ?? null,
      logScore: number(candidate.logScore),
      meanAbsoluteError: number(candidate.meanAbsoluteError),
      rootMeanSquaredError: number(candidate.rootMeanSquaredError),
      bias: number(candidate.bias),
      chosen: fit.model === chosen,
      toChosen: logScoreDifference(comparison, candidate, own),
      toNext: logScoreDifference(comparison, candidate, ranked[i + 1]),
    };
  });
}

/** How sure the choice is, and what a forecast without a model would have been worth. */
export function holdoutChoice(comparison: HoldoutComparison, chosen: string): HoldoutChoice {
  const { ranked, rows, observed, days } = comparison;
  const own = ranked.find(({ fit }) => fit.model === chosen)!;
  return {
    ...{ days, customers: rows.n.reduce((sum, n) => sum + n, 0), scored: observed },
    rivals: holdoutRivals(comparison, own).map((rival) => ({ ...rival, bias: number(rival.bias) })),
    withoutWorst: rankWithoutWorst(comparison, modelOf),
    withoutCarriers: rankWithoutCarriers(comparison, modelOf),
  };
}

const number = (value: number): number | null => (Number.isFinite(value) ? value : null);
