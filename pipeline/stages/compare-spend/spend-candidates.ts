import { fit as fitModel, gammaGamma } from "../../../models/index.js";
import type { SpendCandidate } from "../../artifacts/model-file.js";
import type { SpendChoice } from "../../config/spend-models.js";
import { predictedSpend, type RowPredictor } from "../../spend/spend-expression.js";
import type { Sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { type ChosenSpend, chooseSpend, type SpendSource } from "../fit/choose-spend.js";
import { fitRowPredictor, verdictOf } from "../fit/fit-row-predictor.js";
import { spendExpression } from "../fit/spend-sums.js";

/** A model fitted to what was known at the cut. */
export interface SpendCandidateFit {
  readonly model: Exclude<SpendChoice, "ziln">;
  readonly status: SpendCandidate["status"];
  /** Why it is not compared; null where it is. */
  readonly reason: string | null;
  /** Expected spend per purchase over customers c; null where it is not compared. */
  readonly expected: Sql | null;
}

type Context = Pick<StageContext, "engine" | "signal" | "config" | "log">;

/** Every candidate, the standard choice first: of equals the first is taken. */
export async function spendCandidates(source: SpendSource, context: Context): Promise<SpendCandidateFit[]> {
  const fitted = fitModel(gammaGamma, source.repeat);
  const standard = await chooseSpend("gamma-gamma", source, () => fitted, context);
  const moments =
    standard.fit.model === "credibility"
      ? standard
      : await chooseSpend("credibility", source, () => fitted, context);
  return [
    ownMeanCandidate("gamma-gamma", standard),
    ownMeanCandidate("credibility", moments),
    await rowCandidate("gamma-regression", source, context),
    await rowCandidate("log-normal", source, context),
  ];
}

function ownMeanCandidate(
  model: "gamma-gamma" | "credibility",
  { fit, fallback, leftBecause }: ChosenSpend,
): SpendCandidateFit {
  if (fit.model === model && fallback === null) {
    const expected = spendExpression({ ...fit, fallback, predictor: null });
    return { model, status: fit.verdict.status, reason: null, expected };
  }
  return { model, status: "unsound", reason: leftBecause ?? fallback?.reason ?? null, expected: null };
}

async function rowCandidate(
  model: RowPredictor["model"],
  { relation }: SpendSource,
  context: Context,
): Promise<SpendCandidateFit> {
  const predictor = await fitRowPredictor(model, relation, { ...context, warn: context.log });
  const { status, reasons } = verdictOf(predictor);
  return status === "failed"
    ? { model, status, reason: reasons.join("; "), expected: null }
    : { model, status, reason: null, expected: predictedSpend(predictor, "c") };
}
