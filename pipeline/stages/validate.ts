import type { PurchaseModelName } from "../../models/index.js";
import type { Artifacts } from "../artifacts/artifacts.js";
import type { ModelFile } from "../artifacts/model-file.js";
import type { Backtest, CoverageRow, Validation } from "../artifacts/validation.js";
import { countsIntervals } from "../config/billing.js";
import type { Config } from "../config/config.js";
import type { SpendChoice } from "../config/spend-models.js";
import { ClvError } from "../errors.js";
import { readModel } from "../registry/store.js";
import { customersOfCohorts } from "../sql/backtest-tracking.js";
import type { Stage, StageContext } from "../stage.js";
import { say } from "../text/messages/say.js";
import { againstBestRival } from "./validate/best-rival.js";
import { championBacktest, championForecast, whyNotComparable } from "./validate/champion.js";
import { learnCorrections, type PitValues } from "./validate/corrections.js";
import { coverageRows } from "./validate/coverage.js";
import { fewCustomers, type LogScores, logScoresOf } from "./validate/few-customers.js";
import { type Forecast, forecastsOf, originSeeds } from "./validate/forecasts.js";
import { type OriginData, readOrigin } from "./validate/origin.js";
import type { Window } from "./validate/origins.js";
import { overallForecasts, rankModels } from "./validate/overall.js";
import { validationPlan } from "./validate/plan.js";
import { byTarget, type ScoredOrigin, scoreOrigin } from "./validate/scores.js";
import { backtestTotals } from "./validate/totals.js";
import { readTracking } from "./validate/tracking.js";

type Inputs = Pick<
  Artifacts,
  "transactions" | "account" | "customers" | "repeats_by_day" | "checks" | "model"
>;

/** Rolling-origin backtests of purchase models and naive rivals: validation.json. */
export const validate: Stage<keyof Inputs, "validation"> = {
  name: "validate",
  reads: ["transactions", "account", "customers", "repeats_by_day", "checks", "model"],
  writes: ["validation"],
  settings: ({ validate }) => ({ ...validate, when: null }),
  async run({ account, repeats_by_day, checks, model }, context) {
    const { asOf, currency } = account;
    if (countsIntervals(context.config) && context.config.validate.when === "always")
      throw new ClvError(
        "CONFIG_INVALID",
        `${ownIntervals}: leave purchase.interval out to validate the model with one period for all, or set validate.when: never.`,
      );
    const skipped = whySkipped(context.config, checks.decision.action === "validate");
    const backtest =
      skipped === null
        ? {
            ...(await backtestAll(account, model, await championOf(checks, context), context)),
            totals: await backtestTotals(account, model, repeats_by_day, context),
          }
        : null;
    return { validation: { format: 1, skipped, asOf, currency, backtest } satisfies Validation };
  },
  // as of `clv validate`, for the `clv run` after it
  isLasting: ({ validation }) => validation.backtest !== null,
  async isIntact({ validation }, { config }) {
    // what was skipped was skipped for the schedule, or by a setting that may be another one now
    return validation.backtest !== null || validation.skipped === whySkipped(config, false);
  },
};

async function championOf(
  { champion }: Inputs["checks"],
  { config }: Pick<StageContext, "config">,
): Promise<ModelFile | null> {
  return champion === null ? null : (await readModel(config.runsDir, champion)).model;
}

const ownIntervals = "backtests do not count customers' own billing intervals (purchase.interval) yet";

/** Why a run validates nothing; null where it is to. */
function whySkipped(config: Config, isDue: boolean): string | null {
  const { when } = config.validate;
  if (countsIntervals(config) && when !== "always") return ownIntervals;
  return when === "always" || (when === "auto" && isDue)
    ? null
    : `validate.when is ${when}; clv validate backtests the models`;
}

async function backtestAll(
  account: Inputs["account"],
  { purchase: { model: fitted }, spend }: ModelFile,
  champion: ModelFile | null,
  context: StageContext,
): Promise<Backtest> {
  const { config, engine, log, warn } = context;
  const plan = validationPlan(account, config, fitted as PurchaseModelName, spendModelOf(config, spend));
  if (!plan.disjoint) warn("holdouts overlap: what they say is less than their number suggests");
  warnOfWhatIsLeftOut(config, warn);
  const customers = customersOfCohorts(engine.dialect.table("customers"), plan.cohorts);
  const tracked = plan.period === null ? await readTracking(plan.windows, customers, account, context) : null;
  const seeds = originSeeds(config.seed, plan.windows.length);
  const notComparable = champion && whyNotComparable(champion, plan);
  const origins: ScoredOrigin[] = [];
  const pits: PitValues[] = [];
  const logScores: LogScores[] = [];
  let last: { data: OriginData; forecasts: Forecast[] } | null = null;
  for (const [i, window] of plan.windows.entries()) {
    const data = await readOrigin(window, account, tracked?.[i] ?? null, plan, context);
    log(
      `${window.origin}: ${data.customers} customers with ${data.input.histories.x.length} histories, ${data.sample.rows} of them scored on the ${plan.holdoutDays} days to ${window.until}`,
    );
    if (i < plan.windows.length - 1 && !data.input.histories.x.some((x) => x > 0)) {
      warn(say("validation.noRepeatBuyers", window.origin));
      continue;
    }
    const forecasts = await forecastsOf(data, window, plan, seeds[i]!, context);
    if (champion && notComparable === null && i === plan.windows.length - 1)
      forecasts.push(await championForecast(champion, data, seeds[i]!, context));
    origins.push(await scoreOrigin(window, data, forecasts, seeds[i]!, context));
    pits.push(...pitValues(window, data, forecasts));
    logScores.push(logScoresOf(forecasts));
    last = { data, forecasts };
  }
  const ranking = rankModels(origins);
  const [best] = ranking;
  const chosen = best?.failed === 0 ? best.model : null;
  const corrections = learnCorrections(pits, account.asOf, plan);
  const coverage: CoverageRow[] = [];
  for (const forecast of last!.forecasts) {
    const tried = corrections[forecast.name]?.tried;
    if (tried && (forecast.name === chosen || forecast.name === fitted))
      coverage.push(...(await coverageRows(forecast, tried, last!.data, seeds.at(-1)!, context)));
  }
  return {
    holdoutDays: plan.holdoutDays,
    horizon: plan.horizon,
    period: plan.period,
    disjoint: plan.disjoint,
    replicates: config.validate.replicates,
    seed: config.seed,
    models: plan.models,
    ranking,
    chosen,
    few: fewCustomers(ranking, logScores),
    fitted,
    origins: origins.map((o) => o.backtest),
    champion: champion && championBacktest(champion, notComparable, fitted, plan.targets, origins.at(-1)!),
    overall: overallForecasts(origins, chosen, plan.targets),
    rivals: againstBestRival(origins, fitted, plan.targets),
    corrections,
    coverage,
  };
}

/** The model of spend that backtests fit: the one that the config names, or that was chosen; null without amounts. */
function spendModelOf({ spend: { model } }: Config, spend: ModelFile["spend"]): SpendChoice | null {
  if (spend === null) return null;
  return model === "auto" ? ((spend.predictor?.model ?? spend.model) as SpendChoice) : model;
}

function pitValues(
  { origin, until }: Window,
  { classes, targets }: OriginData,
  forecasts: readonly Forecast[],
): PitValues[] {
  return forecasts.flatMap(({ kind, name, calendar, columns }) => {
    if (kind !== "model" || columns === null) return [];
    const pit = byTarget(targets, (t) => columns[targets[t]!]!.pit as Float64Array);
    return [{ after: origin, until, model: name, calendar, classes, pit }];
  });
}

/** What a run does to its forecasts that a backtest does not. */
function warnOfWhatIsLeftOut({ purchase, spend }: Config, warn: StageContext["warn"]): void {
  const { covariates } = purchase;
  if (covariates.purchase.length + covariates.dropout.length + covariates.equal.length > 0)
    warn("models are validated without their covariates");
  if (spend.model === "ziln") warn("value is validated with gamma-gamma, not with ziln");
}
