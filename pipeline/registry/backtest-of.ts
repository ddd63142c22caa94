import type { ModelFile } from "../stages/model-file.js";
import type { Differences, Backtest as Validated, Validation } from "../stages/validation.js";
import type { Backtest, Coverage, PairedDifference } from "./backtest.js";

/** What a new model is held against its champion by: the score that ranks models too. */
const measure = "logScore";

/**
 * What the gates need of a validation, about the kind of model that was fitted. Champion and challenger are compared as kinds
 * of models, each fitted at every origin to what was known then: of one kind, there is nothing to compare, since a champion
 * that has seen the holdout cannot be held against it. Null where nothing was validated, or the model was not among it.
 */
export function backtestOf(
  { asOf, backtest }: Pick<Validation, "asOf" | "backtest">,
  model: Pick<ModelFile, "purchase">,
  champion: Pick<ModelFile, "purchase" | "modelVersion"> | null,
): Backtest | null {
  const name = model.purchase.model;
  const found = backtest?.overall.find((f) => f.name === name)?.targets?.purchases;
  const bias = found?.measures.bias ?? null;
  if (!backtest || bias === null) return null;
  return {
    asOf,
    origins: backtest.origins.map((o) => o.origin),
    bias,
    coverage: name === backtest.chosen ? coverageOf(backtest) : [],
    againstChampion:
      champion === null || champion.purchase.model === name ? null : against(backtest, name, champion),
  };
}

/** Over all customers, on the origin that the correction has not seen. */
function coverageOf({ coverage }: Validated): Coverage[] {
  return coverage
    .filter((row) => row.historyClass === null)
    .map(({ target, level, after }) => ({ of: target, level, covered: after }));
}

/** Validations hold each forecast against the best; so two of them are compared where one of them is the best. */
function against(
  { chosen, overall }: Validated,
  name: string,
  champion: Pick<ModelFile, "purchase" | "modelVersion">,
): PairedDifference | null {
  const differences = (of: string): Differences | null =>
    overall.find((f) => f.name === of)?.targets?.purchases.differences ?? null;
  const old = champion.purchase.model;
  const loss = chosen === old ? differences(name) : chosen === name ? differences(old) : null;
  const found = loss?.[measure] ?? null;
  if (found === null) return null;
  const { value, low, high } = found;
  const sign = chosen === old ? 1 : -1;
  return {
    champion: champion.modelVersion,
    measure: "the loss in log-score",
    higherIsBetter: false,
    difference: sign * value,
    lo: sign > 0 ? low : -high,
    hi: sign > 0 ? high : -low,
  };
}
