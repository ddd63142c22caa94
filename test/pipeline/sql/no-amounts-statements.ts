import type { Config } from "../../../pipeline/config/config.js";
import { transactionColumns, withoutDuplicates } from "../../../pipeline/sql/accepted-rows.js";
import { boughtSince, expectedOf } from "../../../pipeline/sql/against-last-run.js";
import { backtestCounts, backtestCustomers } from "../../../pipeline/sql/backtest-customers.js";
import { backtestSample } from "../../../pipeline/sql/backtest-sample.js";
import { customerHistory, historyDates } from "../../../pipeline/sql/customer-history.js";
import { type CustomerOptions, customers } from "../../../pipeline/sql/customers.js";
import type { Dialect } from "../../../pipeline/sql/dialect.js";
import { customerCounts } from "../../../pipeline/sql/histories.js";
import { dailyAmounts, repeatedRows } from "../../../pipeline/sql/input-statistics.js";
import { intervalColumns } from "../../../pipeline/sql/interval-columns.js";
import { type MappedColumns, parseRows } from "../../../pipeline/sql/parse-rows.js";
import { transactionCounts } from "../../../pipeline/sql/row-account.js";
import { type PublishedRun, runRow } from "../../../pipeline/sql/run-records.js";
import {
  rankedScores,
  reconciledSums,
  type ScoreOptions,
  scoredRows,
  scores,
  scoreTotals,
  tierTotals,
  topCustomers,
} from "../../../pipeline/sql/scores.js";
import { segmentSums, spendSums } from "../../../pipeline/sql/segment-sums.js";
import { id, type Sql, sql } from "../../../pipeline/sql/sql.js";
import { transactions, windowOf } from "../../../pipeline/sql/transactions.js";
import { backtestOptions } from "./backtest-statements.js";

const purchases = "expected_purchases_90d double, expected_purchases_365d double";

/** The tables of a log without amounts. */
export const bareTableColumns: Readonly<Record<string, string>> = {
  bare_staged:
    "customer_id varchar, day date, is_refund boolean, order_key varchar, row_hash ubigint, attr_channel varchar, reason varchar",
  bare_transactions: "customer_id varchar, day date, is_refund boolean, attr_channel varchar, reason varchar",
  bare_customers:
    "customer_id varchar, first_day date, last_day date, x integer, orders bigint, t_x integer, t_cal integer, attr_channel varchar, covariate_group integer",
  bare_backtest_customers:
    "customer_id varchar, first_day date, x integer, t_x integer, t_cal integer, log_gaps bigint, attr_channel varchar, y integer, previous_y integer, earlier_recency integer, cohort integer",
  bare_predictions: `x integer, t_x integer, t_cal integer, p_alive double, ${purchases}, ${intervalColumns(
    "purchases",
    [90, 365],
  )
    .map((c) => `${c} double`)
    .join()}`,
  bare_scored_rows: `customer_id varchar, as_of date, x integer, t_x_days integer, t_cal_days integer, first_day date, last_day date, p_alive double, churn_probability double, ${purchases}, channel varchar`,
  bare_scores: `customer_id varchar, as_of date, x integer, p_alive double, ${purchases}, value_rank bigint, value_tier varchar, model_version varchar, run_id varchar`,
};

/** What is given to the statements where there are amounts, and taken over as far as it is not about money. */
interface Given {
  readonly config: Config;
  readonly columns: MappedColumns;
  readonly score: ScoreOptions;
  readonly run: PublishedRun;
}

/** The statements that differ where the log has no amounts. */
export function bareStatements(dialect: Dialect, given: Given): Readonly<Record<string, Sql>> {
  const attributes = ["channel"];
  const days = { after: "2026-02-28", until: "2026-03-31" };
  const bare = id("bare_transactions");
  const options = { ...given.score, money: false, expectedSpend: null };
  const counted: CustomerOptions = {
    ...{ asOf: "2024-12-31", period: null, logGaps: true, attributes, refunds: true, separate: false },
    money: false,
  };
  const published = {
    relation: id("bare_scores"),
    horizons: [365, 90].map((d) => ({ days: d, valued: false })),
  };
  const before = {
    relation: id("published_scores"),
    horizons: [365, 90].map((d) => ({ days: d, valued: true })),
  };
  return {
    "parseRows.bare": parseRows(dialect, id("source"), given.columns, given.config, {
      rates: null,
      maxDate: "2024-12-31",
    }),
    "withoutDuplicates.bare": withoutDuplicates(
      [id("bare_staged")],
      id("hash_keys"),
      transactionColumns(attributes, false),
      given.config,
      false,
    ),
    "transactions.bare": transactions(
      sql`select * from ${id("bare_staged")}`,
      windowOf(undefined, "2024-12-31"),
      attributes,
      false,
    ),
    "transactionCounts.bare": transactionCounts(bare, false),
    "customers.bare": customers(dialect, bare, counted),
    "customers.bare-separate": customers(dialect, bare, { ...counted, separate: true, logGaps: false }),
    "customerCounts.bare": customerCounts(id("bare_customers"), "2024-12-31", false),
    "dailyAmounts.bare": dailyAmounts(bare, days, false),
    "repeatedRows.bare": repeatedRows(bare, days, false),
    "boughtSince.bare": boughtSince(bare, id("earlier_customers"), "2026-02-28", false),
    "expectedOf.bare": expectedOf(
      id("earlier_customers"),
      id("bare_scores"),
      id("expected_since"),
      false,
      false,
    ),
    "spendSums.bare": spendSums(id("bare_customers"), false, null),
    "segmentSums.bare": segmentSums(id("bare_customers"), "channel", true, null),
    "backtestCustomers.bare": backtestCustomers(dialect, bare, { ...backtestOptions, money: false }),
    "backtestCounts.bare": backtestCounts(id("bare_backtest_customers"), false),
    "backtestSample.bare": backtestSample(dialect, id("bare_backtest_customers"), {
      ...{ customers: 5000, most: 1000, attributes, expectedSpend: null, money: false },
    }),
    "scores.bare": scores(dialect, id("bare_customers"), id("bare_predictions"), options),
    "scoredRows.bare": scoredRows(dialect, id("bare_customers"), id("bare_predictions"), {
      ...{ ...options, intervals: false, attributes: [] },
    }),
    "rankedScores.bare": rankedScores(sql`select * from ${id("bare_scored_rows")}`, {
      ...{ ...options, intervals: false },
    }),
    "scoreTotals.bare": scoreTotals(id("bare_scores"), [90, 365], false),
    "tierTotals.bare": tierTotals(id("bare_scores"), 365, false),
    "topCustomers.bare": topCustomers(id("bare_scores"), 365, 10, false),
    "reconciledSums.bare": reconciledSums(id("bare_scores"), 365, false),
    "runRow.bare": runRow({ ...given.run, money: null }),
    "customerHistory.bare": customerHistory(published, published, historyDates(published.relation)),
    "customerHistory.valued-before": customerHistory(published, before, historyDates(published.relation)),
    "customerHistory.valued-since": customerHistory(before, published, historyDates(before.relation)),
  };
}
