import { type PurchaseModelName, pairedDifferences } from "../../../models/index.js";
import type { ModelFile } from "../../artifacts/model-file.js";
import type { ChampionBacktest, Target } from "../../artifacts/validation.js";
import type { StageContext } from "../../stage.js";
import { type Message, message } from "../../text/messages/message.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import { spreadOf } from "../fit/spend-terms.js";
import { aliveScore, type Forecast, modelColumns, nominalEnds, type OriginSeeds } from "./forecasts.js";
import { type OriginData, relativeValue, spendOf } from "./origin.js";
import type { ValidationPlan } from "./plan.js";
import { byTarget, type ScoredOrigin } from "./scores.js";

/**
 * Why the champion's parameters cannot be compared with the models at the last origin; null where they can: they know no day after
 * it, count time as the backtests do, and say all that the champion goes by.
 */
export function whyNotComparable(
  { purchase, fittedAsOf }: Pick<ModelFile, "purchase" | "fittedAsOf">,
  { windows, period }: Pick<ValidationPlan, "windows" | "period">,
): Message | null {
  const { origin } = windows.at(-1)!;
  if (purchase.covariates !== null) return message("gates.incomparable.covariates");
  if (purchase.intervals) return message("gates.incomparable.intervals");
  if (purchase.period !== period) return message("gates.incomparable.time", purchase.period, period);
  if (fittedAsOf > origin) return message("gates.incomparable.seen", fittedAsOf, origin);
  return null;
}

/**
 * The holdout of an origin as the champion's own parameters predict it. Expected spend is the champion's too, but for models of it
 * that read more than repeat spend: there it is that of the models it is compared with.
 */
export async function championForecast(
  champion: ModelFile,
  data: OriginData,
  seeds: OriginSeeds,
  { pool }: Pick<StageContext, "pool">,
): Promise<Forecast> {
  const own = withSpendOf(champion, data);
  const [found] = await pool.run("backtest-model", own.input, [
    {
      model: champion.purchase.model as PurchaseModelName,
      fixed: {},
      estimate: champion.purchase.dayParams,
      calendar: champion.purchase.calendar ?? null,
      purchases: nominalEnds,
      value: nominalEnds,
    },
  ]);
  const forecasts = found!.forecasts!;
  return {
    name: "champion",
    kind: "champion",
    fit: null,
    calendar: null,
    columns: modelColumns(forecasts, own, seeds, null),
    alive: aliveScore(forecasts, own),
    tracking: null,
  };
}

function withSpendOf(champion: ModelFile, data: OriginData): OriginData {
  if (champion.spend === null || champion.spend.predictor !== null) return data;
  const expectedSpend = spendOf(champion.spend, data.sample);
  const outcomes = { ...data.input.outcomes, relativeValue: relativeValue(data.sample, expectedSpend) };
  return {
    ...data,
    expectedSpend,
    input: { ...data.input, spend: spreadOf(champion.spend), outcomes: sharedColumns(outcomes) },
  };
}

/**
 * What validation.json says of the champion.
 * @param fitted the purchase model that the run fitted
 * @param last the last origin, with the champion's forecast where it is comparable
 */
export function championBacktest(
  { modelVersion: version, purchase, fittedAsOf }: ModelFile,
  notComparable: Message | null,
  fitted: string,
  targets: readonly Target[],
  { backtest, replicates }: ScoredOrigin,
): ChampionBacktest {
  const there = backtest.forecasts.filter((f) => f.scores !== null);
  const challenger = there.findIndex((f) => f.kind === "model" && f.name === fitted);
  const champion = there.findIndex((f) => f.kind === "champion");
  return {
    ...{ version, model: purchase.model, fittedAsOf, notComparable },
    differences:
      replicates === null || challenger < 0 || champion < 0
        ? null
        : byTarget(targets, (t) => pairedDifferences(replicates[targets[t]!]!, challenger, champion)),
  };
}
