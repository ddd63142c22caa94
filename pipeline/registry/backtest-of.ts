import type { ModelFile } from "../artifacts/model-file.js";
import type { Backtest, Differences, RivalComparison, Target, Validation } from "../artifacts/validation.js";
import { message } from "../text/messages/message.js";
import type { BacktestSummary, Bias, Coverage, PairedDifference, Unmeasured } from "./backtest.js";
import { totalCoverageOf } from "./total-coverage-of.js";

/** What a new model is compared with its champion by: the score that ranks models too. */
const measure = "logScore";

type Named = Pick<ModelFile, "purchase" | "modelVersion">;

/**
 * What the gates need of a validation, about the kind of model that was fitted. That kind, fitted to what was known on the last
 * origin, is compared with the champion's own parameters where these knew no more; else, where the champion is of another
 * kind, as kinds of models, each fitted at every origin. Null where nothing was validated.
 */
export function backtestOf(
  { asOf, backtest }: Pick<Validation, "asOf" | "backtest">,
  model: Pick<ModelFile, "purchase">,
  champion: Named | null,
): BacktestSummary | null {
  if (!backtest) return null;
  const name = model.purchase.model;
  return {
    asOf,
    origins: backtest.origins.map((o) => o.origin),
    bias: biasOf(backtest, name),
    valueBias: valueBiasOf(backtest, name),
    rivals: { purchases: rivalOf(backtest, name, "purchases"), value: rivalOf(backtest, name, "value") },
    coverage: coverageOf(backtest, name),
    totals: totalCoverageOf(backtest.totals, name),
    againstChampion: champion && against(backtest, name, champion),
  };
}

function biasOf(of: Backtest, name: string): number | Unmeasured {
  const left = leftOut(of, name);
  if (left !== null) return left;
  const { bias } = of.overall.find((f) => f.name === name)!.targets!.purchases.measures;
  return bias ?? { unmeasured: message("gates.unmeasured.nothingBought") };
}

function valueBiasOf(of: Backtest, name: string): Bias | Unmeasured {
  const left = leftOut(of, name);
  if (left !== null) return left;
  const value = of.overall.find((f) => f.name === name)!.targets!.value;
  const measures = value?.measures;
  if (value === undefined || measures === undefined || measures.bias === null)
    return { unmeasured: message("gates.unmeasured.nothingPaid") };
  const interval = value.intervals?.bias ?? null;
  return { bias: measures.bias, interval: interval && [interval.low, interval.high] };
}

function rivalOf(of: Backtest, name: string, target: Target): RivalComparison | Unmeasured {
  const found = of.fitted === name ? of.rivals?.[target] : null;
  if (found) return found;
  const why = of.replicates === 0 ? "gates.unmeasured.noReplicates" : "gates.unmeasured.noRival";
  return leftOut(of, name) ?? { unmeasured: message(why) };
}

/** Over all customers, on the origin that the correction has not seen. */
function coverageOf(of: Backtest, name: string): Coverage[] | Unmeasured {
  const rows = of.coverage.filter((row) => row.model === name && row.historyClass === null);
  if (rows.length > 0) return rows.map(({ target, level, after }) => ({ of: target, level, covered: after }));
  return leftOut(of, name) ?? { unmeasured: message("gates.unmeasured.singleOrigin") };
}

/** Why a validation says nothing of a kind of model; null where it does. */
function leftOut({ models, overall, origins }: Backtest, name: string): Unmeasured | null {
  if (!models.includes(name)) return { unmeasured: message("gates.unmeasured.leftOut", name) };
  if (overall.find((f) => f.name === name)?.targets) return null;
  const failed = origins.filter((o) => o.forecasts.some((f) => f.name === name && f.scores === null));
  return {
    unmeasured: message(
      "gates.unmeasured.notFitted",
      name,
      failed.map((o) => o.origin),
    ),
  };
}

function against(of: Backtest, name: string, champion: Named): PairedDifference | Unmeasured {
  const found = againstFrozen(of, name, champion);
  if (!("unmeasured" in found) || champion.purchase.model === name) return found;
  return againstKind(of, name, champion) ?? found;
}

/** Against the champion's own parameters on the last origin. */
function againstFrozen(of: Backtest, name: string, champion: Named): PairedDifference | Unmeasured {
  const frozen = of.champion;
  if (frozen?.version !== champion.modelVersion)
    return { unmeasured: message("gates.unmeasured.otherChampion") };
  const { notComparable, differences } = frozen;
  if (notComparable !== null) return { unmeasured: message("gates.unmeasured.incomparable", notComparable) };
  const found = differences?.purchases[measure];
  if (!found) return leftOut(of, name) ?? { unmeasured: message("gates.unmeasured.noReplicates") };
  const { value, low, high } = found;
  const { origin, until } = of.origins.at(-1)!;
  const what = message("gates.against.frozen", name, { origin, until }, frozen.fittedAsOf);
  return { champion: champion.modelVersion, what, measure, difference: value, lo: low, hi: high };
}

/**
 * Against models of the champion's kind. Validations hold each forecast against the best; so two of them are compared where one of
 * them is the best.
 */
function againstKind(
  { chosen, overall, origins }: Backtest,
  name: string,
  champion: Named,
): PairedDifference | null {
  const old = champion.purchase.model;
  const differences = (of: string): Differences | null =>
    overall.find((f) => f.name === of)?.targets?.purchases.differences ?? null;
  const loss = chosen === old ? differences(name) : chosen === name ? differences(old) : null;
  const found = loss?.[measure] ?? null;
  if (found === null) return null;
  const { value, low, high } = found;
  const what = message(
    "gates.against.kind",
    name,
    old,
    origins.map((o) => o.origin),
  );
  const compared = { champion: champion.modelVersion, what, measure } as const;
  return chosen === old
    ? { ...compared, difference: value, lo: low, hi: high }
    : { ...compared, difference: -value, lo: -high, hi: -low };
}
