import { betterTotalRival } from "../../models/index.js";
import { type ModelFile, modelKind } from "../artifacts/model-file.js";
import type { TotalsBacktest, TotalsLesson } from "../artifacts/totals-backtest.js";
import type { Validation } from "../artifacts/validation.js";
import { fingerprint } from "../files/fingerprint.js";

/**
 * The model with the correction of its intervals and what is known of its totals: what this run's validation learned on models of its
 * kind, or else what the champion has where that is of the same kind. Other intervals are other scores, so the version changes with
 * them.
 */
export function withCorrection(
  model: ModelFile,
  { backtest }: Pick<Validation, "backtest">,
  champion: ModelFile | null,
): ModelFile {
  const inherited = champion !== null && modelKind(champion) === modelKind(model) ? champion : null;
  const own = backtest?.corrections[model.purchase.model];
  const correction = own === undefined ? (inherited?.correction ?? null) : own.all;
  const totals = lessonOf(backtest?.totals, model) ?? inherited?.totals;
  if (correction === null && totals === undefined) return model;
  const learned = totals === undefined ? [correction] : [correction, totals];
  const version = fingerprint([model.modelVersion, ...learned]).slice(0, 12);
  return {
    ...{ ...model, correction, ...(totals && { totals }) },
    modelVersion: `${modelKind(model)}-${version}`,
  };
}

/** What totals on earlier days say; undefined where none were compared. */
function lessonOf(
  totals: TotalsBacktest | undefined,
  { purchase }: Pick<ModelFile, "purchase">,
): TotalsLesson | undefined {
  if (totals === undefined || totals.model !== purchase.model || totals.byHorizon.length === 0)
    return undefined;
  return {
    safety: totals.safety,
    rivals: totals.byHorizon.map(({ days, purchases, value }) => ({
      days,
      purchases: betterTotalRival(purchases.compared),
      ...(value && { value: betterTotalRival(value.compared) }),
    })),
  };
}
