import type { FittedCalendar } from "../../models/index.js";
import type { Artifacts } from "../artifacts/artifacts.js";
import { dataFingerprint } from "../artifacts/data-fingerprint.js";
import { type ModelFile, modelKind, type SpendFile } from "../artifacts/model-file.js";
import { hasMoney } from "../config/questions.js";
import { fingerprint } from "../files/fingerprint.js";
import { readModel } from "../registry/store.js";
import { readEvents } from "../sources/read-events.js";
import type { Stage, StageContext } from "../stage.js";
import { chosenSpendModel } from "./compare-spend/compare-spend.js";
import { fitPurchases } from "./fit/fit-purchase.js";
import { fitSpend } from "./fit/fit-spend.js";
import { withPlans } from "./fit/plans-of-champion.js";
import { spendLevelOf } from "./fit/spend-level.js";

/**
 * Distinct histories into model.json: parameters, errors, verdicts. Where the run is to score only, model.json is the champion
 * as it is, as of the run's day.
 */
export const fit: Stage<
  | "account"
  | "transactions"
  | "customers"
  | "histories"
  | "holdout_histories"
  | "covariate_groups"
  | "spend_histories"
  | "repeats_by_day"
  | "summary"
  | "checks",
  "model"
> = {
  name: "fit",
  reads: [
    "account",
    "transactions",
    "customers",
    "histories",
    "holdout_histories",
    "covariate_groups",
    "spend_histories",
    "repeats_by_day",
    "summary",
    "checks",
  ],
  writes: ["model"],
  settings: ({ retrain }) => ({ warmStart: retrain.warmStart }),
  async run({ spend_histories, checks, ...inputs }, context) {
    const { histories, summary } = inputs;
    const { runDir, config } = context;
    const champion =
      checks.champion === null ? null : (await readModel(config.runsDir, checks.champion)).model;
    if (champion && checks.decision.action === "score") {
      const model = withPlans(champion, await readEvents(summary, context));
      return { model: { ...model, asOf: summary.asOf } };
    }
    const start = config.retrain.warmStart ? champion : null;
    const purchases = await fitPurchases(inputs, start, context);
    const { model, file: purchase } = purchases;

    const fitted = hasMoney(config)
      ? await fitSpend(
          spend_histories,
          summary,
          start,
          await chosenSpendModel(inputs.account, context),
          context,
        )
      : null;
    const spend = fitted && (await withLevel(fitted, purchase.calendar, inputs, context));
    const scored = [
      ...[model.name, purchase.dayParams, purchase.doubt?.points ?? null],
      ...(purchase.intervals ? [purchase.intervals] : []),
      ...(purchase.calendar ? [purchase.calendar] : []),
      ...(purchase.level ? [purchase.level] : []),
      ...(spend === null
        ? []
        : [spend.model, spend.fallback ?? spend.params, spend.doubt?.points ?? null, spend.predictor]),
      ...(spend?.level ? [spend.level] : []),
      summary.asOf,
    ];
    const file: ModelFile = {
      format: 1,
      modelVersion: `${modelKind({ purchase, spend })}-${fingerprint(scored).slice(0, 12)}`,
      asOf: summary.asOf,
      fittedAsOf: summary.asOf,
      currency: summary.currency,
      purchase,
      spend,
      correction: null,
      data: {
        customers: summary.customers,
        histories: histories.rows,
        repeatCustomers: summary.repeatCustomers,
        spendRows: spend_histories.rows,
        fingerprint: await dataFingerprint(runDir),
      },
    };
    return { model: file };
  },
};

/** With how spend has gone with the months of the calendar, where there is one. */
async function withLevel(
  spend: SpendFile,
  calendar: FittedCalendar | undefined,
  { account, transactions, customers }: Pick<Artifacts, "account" | "transactions" | "customers">,
  context: StageContext,
): Promise<SpendFile> {
  if (calendar === undefined) return spend;
  const source = {
    transactions: transactions.rows,
    refunds: account.refunds > 0,
    customers: context.engine.dialect.table("customers"),
    among: customers.rows,
    until: null,
  };
  const level = await spendLevelOf(spend, calendar, source, context);
  return level === null ? spend : { ...spend, level };
}
