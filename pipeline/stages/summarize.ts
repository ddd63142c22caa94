import type { RecordBatch } from "apache-arrow";
import { covariateGroupsSchema } from "../../data/schemas/covariate-groups.js";
import { historiesSchema } from "../../data/schemas/histories.js";
import { holdoutHistoriesSchema } from "../../data/schemas/holdout-histories.js";
import { spendHistoriesSchema } from "../../data/schemas/spend-histories.js";
import { writeArrowArtifact } from "../artifacts/artifact-files.js";
import { countsIntervals } from "../config/billing.js";
import { covariateNames, needsLogGaps } from "../config/purchase-models.js";
import { hasMoney } from "../config/questions.js";
import { ClvError } from "../errors.js";
import { readRunReadings, recordCounted } from "../ingested/run-readings.js";
import { covariateGroups, groupedCustomers } from "../sql/covariate-groups.js";
import { customerCounts, histories, spendHistories } from "../sql/histories.js";
import { holdoutHistories, holdoutInOrder, holdoutTogether } from "../sql/holdout-histories.js";
import { id, type Sql, sql } from "../sql/sql.js";
import { customersInOrder } from "../sql/touched-customers.js";
import type { Stage, StageContext } from "../stage.js";
import { holdoutCut } from "../time/holdout-cut.js";
import { materializeByCustomer } from "./shards/in-shards.js";
import { noteChangingAttributes } from "./summarize/changing-attributes.js";
import { checkMargins } from "./summarize/check-margins.js";
import { countCustomers } from "./summarize/count-customers.js";
import { checkCovariateLevels } from "./summarize/covariate-limits.js";
import { customerOptions } from "./summarize/customer-options.js";
import { noBatches } from "./summarize/no-batches.js";
import { countInOwnIntervals, writeIntervalGroups } from "./summarize/own-intervals.js";
import { rateCustomers } from "./summarize/own-margins.js";
import { writeRepeats } from "./summarize/repeats.js";

/** transactions into `customers`, then the distinct histories with their counts and sums. */
export const summarize: Stage<
  "transactions" | "account",
  | "customers"
  | "histories"
  | "holdout_histories"
  | "covariate_groups"
  | "spend_histories"
  | "repeats_by_day"
  | "summary"
> = {
  name: "summarize",
  reads: ["transactions", "account"],
  writes: [
    "customers",
    "histories",
    "holdout_histories",
    "covariate_groups",
    "spend_histories",
    "repeats_by_day",
    "summary",
  ],
  async run({ account }, context) {
    const { engine, config, runDir, signal, log } = context;
    const table = engine.dialect.table("customers");
    const logGaps = needsLogGaps(config);
    const money = hasMoney(config);
    const separate = config.ingest.sameDayOrders === "separate";
    async function* holdoutOf(cut: string): AsyncGenerator<RecordBatch, void> {
      const held = { name: "held_out" };
      await materializeByCustomer(
        held,
        account.accepted,
        (transactions) => holdoutHistories(engine.dialect, transactions, { cut, separate, logGaps }),
        context,
        holdoutTogether,
      );
      yield* engine.query(holdoutInOrder(engine.dialect.table(held.name)), signal);
      await engine.drop(held);
    }
    const covariates = covariateNames(config);
    const byInterval = countsIntervals(config);
    const grouped = covariates.length > 0 || byInterval;
    const readings = context.ingested ? await readRunReadings(runDir, "ingest") : null;
    const counted = { name: grouped ? "customers_ungrouped" : "customers" };
    const rows = await countCustomers(
      counted,
      account.accepted,
      customerOptions(account, account.asOf, config),
      byInterval ? null : readings,
      context,
    );
    if (rows === 0)
      throw new ClvError(
        "NO_TRANSACTIONS",
        `all ${account.accepted} transactions are refunds; no customer has a purchase.`,
      );
    await noteChangingAttributes(context);
    if (byInterval) await countInOwnIntervals(counted, context);
    else if (grouped) await group(covariates, context);
    await checkMargins(context);
    await rateCustomers(account.accepted, context);
    const covariate_groups = byInterval
      ? await writeIntervalGroups(context)
      : await writeArrowArtifact(
          runDir,
          "covariate_groups",
          covariateGroupsSchema(covariates),
          grouped
            ? engine.query(sql`select * from ${id("covariate_groups")} order by covariate_group`, signal)
            : noBatches(),
        );
    const distinct = await writeArrowArtifact(
      runDir,
      "histories",
      historiesSchema,
      engine.query(histories(table, logGaps, grouped), signal),
    );
    const cut = config.purchase.model === "auto" ? holdoutCut(account, config.purchase.holdoutDays) : null;
    const holdout = await writeArrowArtifact(
      runDir,
      "holdout_histories",
      holdoutHistoriesSchema,
      cut === null ? noBatches() : holdoutOf(cut),
    );
    const spend = await writeArrowArtifact(
      runDir,
      "spend_histories",
      spendHistoriesSchema,
      money ? engine.query(spendHistories(table), signal) : noBatches(),
    );
    const repeats = await writeRepeats(account, context);
    const [counts] = await engine.rows(customerCounts(table, account.asOf, money), signal);
    const number = (key: string): number => Number(counts?.[key] ?? 0);
    if (readings !== null) await recordCounted(readings, runDir);
    log(`${rows} customers have ${distinct.rows} distinct histories`);
    return {
      customers: { table: "customers", rows },
      histories: distinct,
      covariate_groups,
      holdout_histories: holdout,
      spend_histories: spend,
      repeats_by_day: repeats,
      summary: {
        asOf: account.asOf,
        firstDay: String(counts?.first_day),
        lastDay: String(counts?.last_day),
        currency: account.currency,
        holdoutFrom: cut,
        customers: rows,
        histories: distinct.rows,
        repeatCustomers: number("repeat_customers"),
        repeatPurchases: number("repeat_purchases"),
        sameDayOrders: number("orders") - rows - number("repeat_purchases"),
        newOnAsOf: number("new_today"),
        ...(money && {
          withoutSpend: number("without_spend"),
          totalSpend: number("total_spend"),
          repeatSpend: number("repeat_spend"),
          firstSpend: number("first_spend"),
        }),
      },
    };
  },
};

/** Numbers the combinations of covariates, and gives every customer its number. */
async function group(covariates: readonly string[], context: StageContext): Promise<void> {
  const { engine, signal } = context;
  const table = (name: string): Sql => engine.dialect.table(name);
  const inOrder = engine.keepsOrder ? customersInOrder : (rows: Sql): Sql => rows;
  const groups = await engine.materialize(
    { name: "covariate_groups" },
    covariateGroups(table("customers_ungrouped"), covariates),
    signal,
  );
  await checkCovariateLevels(groups, context);
  await engine.materialize(
    { name: "customers" },
    inOrder(groupedCustomers(table("customers_ungrouped"), table("covariate_groups"), covariates)),
    signal,
  );
  await engine.drop({ name: "customers_ungrouped" });
}
