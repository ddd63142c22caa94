import {
  type Fit,
  type HoldoutScore,
  isUsable,
  type PurchaseModelName,
  purchaseModel,
  rankByHoldout,
} from "../../../models/index.js";
import type { Artifacts } from "../../artifacts/artifacts.js";
import type { CandidateScore } from "../../artifacts/model-file.js";
import { readHoldout } from "../../artifacts/read-histories.js";
import type { Summary } from "../../artifacts/summary.js";
import { candidates, needsLogGaps } from "../../config/purchase-models.js";
import { ClvError } from "../../errors.js";
import type { StageContext } from "../../stage.js";
import { count } from "../../text/format.js";
import { daysBetween } from "../../time/calendar.js";
import { sharedColumns } from "../../workers/shared-columns.js";

/**
 * Every candidate fitted as of the cut and scored on what followed it, best first.
 * @throws ClvError FIT_FAILED where none can be fitted to what was known at the cut, or nothing can be compared
 */
export async function compareModels(
  file: Artifacts["holdout_histories"],
  { holdoutFrom, asOf }: Summary,
  { config, runDir, pool, log }: StageContext,
): Promise<HoldoutScore[]> {
  const holdout = sharedColumns(await readHoldout(runDir, file, needsLogGaps(config)));
  const days = daysBetween(holdoutFrom ?? asOf, asOf);
  const names = candidates(config).filter(
    (name) => holdout.logGaps !== undefined || !purchaseModel(name).needs.includes("logGaps"),
  );
  let customers = 0;
  for (const n of holdout.n) customers += n;
  const scores = await pool.run("holdout-scores", { holdout, days }, names);
  const found = rankByHoldout(scores, customers, (name) => purchaseModel(name as PurchaseModelName));
  const best = found[0]!;
  if (!isUsable(best)) throw nothingToCompare(best.fit, customers, holdoutFrom ?? asOf, days);
  log(
    `${best.fit.model} predicts the ${days} days after ${holdoutFrom} best of ${found.filter(isUsable).length} models`,
  );
  return found;
}

/** None of the candidates could be fitted to what was known at the cut. */
function nothingToCompare(f: Fit, customers: number, cut: string, days: number): ClvError {
  return new ClvError(
    "FIT_FAILED",
    `purchase.model: auto cannot compare models: of ${count(customers)} customers who had bought by ${cut}, ` +
      `${days} days before asOf, none of the models can be fitted (${f.verdict.reasons.join("; ")}). ` +
      "Set a shorter purchase.holdoutDays, name a purchase.model, or read more history.",
  );
}

/** What model.json keeps of a candidate. */
export function candidateScore({ fit, ...score }: HoldoutScore, chosen: string): CandidateScore {
  const number = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    model: fit.model,
    status: fit.verdict.status,
    logLikelihood: fit.logLikelihood,
    aic: fit.aic ?? null,
    logScore: number(score.logScore),
    meanAbsoluteError: number(score.meanAbsoluteError),
    bias: number(score.bias),
    chosen: fit.model === chosen,
  };
}
