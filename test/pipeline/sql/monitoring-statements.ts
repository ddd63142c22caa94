import { boughtSince, expectedOf, lostCustomers, tierMoves } from "../../../pipeline/sql/against-last-run.js";
import { customerHistory, historyDates } from "../../../pipeline/sql/customer-history.js";
import { dailyCounts } from "../../../pipeline/sql/daily-counts.js";
import type { Dialect } from "../../../pipeline/sql/dialect.js";
import {
  buyers,
  customerSample,
  dailyAmounts,
  newCustomers,
  purchaseGaps,
  repeatedRows,
  rowsUntil,
} from "../../../pipeline/sql/input-statistics.js";
import { monitoringRows } from "../../../pipeline/sql/monitoring-records.js";
import { id, type Sql } from "../../../pipeline/sql/sql.js";

/** Tables that the statements of checks and monitoring read besides those of the stages. */
export const monitoringTableColumns: Readonly<Record<string, string>> = {
  earlier_customers: "customer_id varchar, x integer, t_x integer, t_cal integer, covariate_group integer",
  earlier_scores: "customer_id varchar, expected_spend double, value_tier varchar",
  expected_since: "x integer, t_x integer, t_cal integer, covariate_group integer, expected_purchases double",
  published_scores:
    "customer_id varchar, as_of date, x integer, p_alive double, expected_purchases_90d double, expected_purchases_365d double, " +
    "clv_90d double, clv_365d double, value_tier varchar, model_version varchar, run_id varchar",
};

const days = { after: "2026-02-28", until: "2026-03-31" };
const transactions = id("transactions");
const earlier = id("earlier_customers");
const published = {
  relation: id("published_scores"),
  horizons: [365, 90].map((d) => ({ days: d, valued: true })),
};

/** Every statement that checks the data or compares a run with an earlier one. */
export function monitoringStatements(dialect: Dialect): Readonly<Record<string, Sql>> {
  return {
    dailyAmounts: dailyAmounts(transactions, days),
    dailyCounts: dailyCounts(transactions, id("customers"), days.until),
    purchaseGaps: purchaseGaps(dialect, transactions, days),
    "purchaseGaps.sample": purchaseGaps(dialect, customerSample(dialect, transactions, 7), days),
    "customerSample.all": dailyAmounts(customerSample(dialect, transactions, 1), days),
    buyers: buyers(transactions, days),
    newCustomers: newCustomers(id("customers"), days),
    repeatedRows: repeatedRows(transactions, days),
    rowsUntil: rowsUntil(transactions, "2026-02-28"),
    lostCustomers: lostCustomers(earlier, id("customers")),
    tierMoves: tierMoves(id("earlier_scores"), id("scores")),
    boughtSince: boughtSince(transactions, earlier, "2026-02-28"),
    expectedOf: expectedOf(earlier, id("earlier_scores"), id("expected_since"), false),
    "expectedOf.grouped": expectedOf(earlier, id("earlier_scores"), id("expected_since"), true),
    monitoringRows: monitoringRows({ runId: "latest-a", asOf: "2026-03-31" }, [
      {
        measure: "mean_clv",
        value: 95.5,
        reference: 96,
        threshold: 0.25,
        level: "ok",
        text: "the customer's",
      },
      { measure: "amount_psi", value: 0.3, reference: null, threshold: null, level: "warn", text: "moved" },
    ]),
    "monitoringRows.none": monitoringRows({ runId: "latest-a", asOf: "2026-03-31" }, []),
    historyDates: historyDates(published.relation),
    customerHistory: customerHistory(published, published, historyDates(published.relation)),
  };
}
