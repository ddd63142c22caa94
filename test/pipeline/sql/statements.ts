import { type ConfigInput, configSchema } from "../../../pipeline/config.js";
import {
  duplicateKeys,
  stagedRows,
  transactionColumns,
  withoutDuplicates,
} from "../../../pipeline/sql/accepted-rows.js";
import { covariateGroups, groupedCustomers } from "../../../pipeline/sql/covariate-groups.js";
import { type CustomerOptions, customers } from "../../../pipeline/sql/customers.js";
import type { Dialect } from "../../../pipeline/sql/dialect.js";
import { customerCounts, histories, spendHistories } from "../../../pipeline/sql/histories.js";
import { holdoutHistories } from "../../../pipeline/sql/holdout-histories.js";
import { intervalColumns } from "../../../pipeline/sql/interval-columns.js";
import { type MappedColumns, parseRows } from "../../../pipeline/sql/parse-rows.js";
import {
  dayRange,
  rowsByReason,
  rowsOutOfWindow,
  transactionCounts,
} from "../../../pipeline/sql/row-account.js";
import { parameterRows, type RunRecord, runRow, segmentRows } from "../../../pipeline/sql/run-records.js";
import {
  ownMean,
  reconciledSums,
  type ScoreOptions,
  scores,
  scoreTotals,
  tierTotals,
  topCustomers,
} from "../../../pipeline/sql/scores.js";
import { segmentCount, segmentSums, segmentValues, spendSums } from "../../../pipeline/sql/segment-sums.js";
import { id, raw, type Sql, sql } from "../../../pipeline/sql/sql.js";
import { transactions, windowOf } from "../../../pipeline/sql/transactions.js";

import { spendStatements, spendTableColumns } from "./spend-statements.js";

/** Tables as the stages make them, for EXPLAIN. */
export const tableColumns: Readonly<Record<string, string>> = {
  source: "c1 varchar, c2 varchar, c3 varchar, c4 varchar, c5 varchar, c6 varchar, line bigint",
  staged_0:
    "customer_id varchar, day date, amount decimal(18,4), is_refund boolean, order_key varchar, row_hash ubigint, attr_channel varchar, reason varchar",
  staged_1:
    "customer_id varchar, day date, amount decimal(18,4), is_refund boolean, order_key varchar, row_hash ubigint, attr_channel varchar, reason varchar",
  hash_keys: "duplicate_key ubigint",
  order_keys: "duplicate_key varchar",
  transactions:
    "customer_id varchar, day date, amount decimal(18,4), is_refund boolean, attr_channel varchar, reason varchar",
  customers:
    "customer_id varchar, first_day date, last_day date, x integer, orders bigint, t_x integer, t_cal integer, first_amount decimal(18,4), repeat_spend decimal(38,4), mean_spend double, total_spend decimal(38,4), log_gaps bigint, covariate_group integer, attr_channel varchar, attr_country varchar",
  ...spendTableColumns,
  covariate_groups: "covariate_group integer, attr_channel varchar, attr_country varchar, n bigint",
  predictions:
    "x integer, t_x integer, t_cal integer, p_alive double, expected_purchases_90d double, expected_purchases_365d double, discounted_purchases_90d double, discounted_purchases_365d double, discounted_purchases double, spend_weight double, spend_prior double, " +
    [...intervalColumns("purchases", [90, 365]), ...intervalColumns("value", [90, 365])]
      .map((c) => `${c} double`)
      .join(),
  scores:
    "customer_id varchar, x integer, p_alive double, historic_value decimal(38,4), expected_purchases_90d double, expected_purchases_365d double, expected_spend double, clv_90d double, clv_365d double, residual_clv double, value_rank bigint, value_tier varchar, channel varchar",
};

const config = (partial: ConfigInput = {}) => configSchema.parse(partial);
const staged = [id("staged_0"), id("staged_1")];
const attributes = ["channel"];
const text = (value: string) => ({ value: id(value), type: "text" as const });

const plainColumns: MappedColumns = {
  customer: text("c1"),
  date: text("c2"),
  amount: text("c3"),
  quantity: null,
  unitPrice: null,
  order: null,
  currency: null,
  attributes: {},
  all: [id("c1"), id("c2"), id("c3")],
  line: null,
  broken: null,
};
const allColumns: MappedColumns = {
  ...plainColumns,
  amount: null,
  quantity: text("c3"),
  unitPrice: text("c4"),
  order: text("c5"),
  currency: text("c6"),
  attributes: { channel: text("c6") },
  all: ["c1", "c2", "c3", "c4", "c5", "c6"].map(id),
  line: raw("line"),
  broken: { when: raw("c1 is null and c2 is null"), reason: "INVALID_JSON" },
};
const strict = config({
  timeZone: "Europe/Berlin",
  ingest: {
    dateFormat: "%d.%m.%Y %H:%M",
    sourceTimeZone: "UTC",
    decimalSeparator: ",",
    zeroAmounts: "reject",
    refunds: "reject",
    cancelPrefix: "C",
  },
});

export const scoreOptions: ScoreOptions = {
  customers: 10,
  asOf: "2024-12-31",
  horizonsDays: [90, 365],
  margin: 0.4,
  attributes,
  tiers: { top: 0.1, high: 0.5, rest: 1 },
  modelVersion: "m1",
  runId: "r1",
  intervals: true,
  grouped: false,
  expectedSpend: sql`((1 - p.spend_weight) * p.spend_prior + p.spend_weight * ${ownMean})`,
};

export const runRecord: RunRecord = {
  runId: "r1",
  asOf: "2024-12-31",
  publishedAt: "2025-01-01 03:00:00",
  version: "0.1.0",
  configHash: "c0ffee",
  modelVersion: "m1",
  purchaseModel: "bg-nbd",
  purchaseVerdict: "identified",
  spendModel: "gamma-gamma",
  spendVerdict: "weak",
  logLikelihood: -9582.4292,
  currency: "EUR",
  customers: 10,
  rows: { input: 20, accepted: 15, rejected: 1, merged: 2, outOfWindow: 2 },
  horizonDays: 365,
  expectedPurchases: 12.5,
  clv: 1234.5,
  historicValue: 5678.9,
};

const total = { expected: 10.5, lo95: 6, lo80: 8, hi80: 13, hi95: 15 };

/** Every statement of pipeline/sql, in the variants that differ in text; the name before the dot is the function's. */
export function statements(dialect: Dialect): Readonly<Record<string, Sql>> {
  const byOrder = config({ ingest: { duplicateOrders: "order-id" } });
  const table = (name: string) => dialect.table(name);
  const customersOf = (
    options: Omit<CustomerOptions, "asOf" | "period" | "logGaps"> & Partial<CustomerOptions>,
  ) =>
    customers(dialect, table("transactions"), {
      asOf: "2024-12-31",
      period: null,
      logGaps: false,
      ...options,
    });
  const rate = (currency: Sql, day: Sql) =>
    sql`case ${currency} when 'EUR' then 1 when 'USD' then case when ${day} >= date ${"2024-02-01"} then 0.92 end end`;
  return {
    stagedRows: stagedRows(staged, transactionColumns(attributes)),
    "duplicateKeys.identical": duplicateKeys(staged, config()),
    "duplicateKeys.order-id": duplicateKeys(staged, byOrder),
    "withoutDuplicates.identical": withoutDuplicates(staged, id("hash_keys"), attributes, config()),
    "withoutDuplicates.order-id": withoutDuplicates(staged, id("order_keys"), attributes, byOrder),
    "customers.plain": customersOf({ refunds: false, separate: false, attributes: [] }),
    "customers.refunds": customersOf({ refunds: true, separate: false, attributes }),
    "customers.separate": customersOf({ refunds: true, separate: true, attributes }),
    "customers.log-gaps": customersOf({ refunds: false, separate: false, attributes: [], logGaps: true }),
    "customers.month": customersOf({ refunds: true, separate: false, attributes, period: "month" }),
    "customers.days": customersOf({ refunds: false, separate: false, attributes: [], period: 30 }),
    histories: histories(table("customers"), false, false),
    holdoutHistories: holdoutHistories(dialect, table("transactions"), {
      cut: "2024-06-30",
      separate: false,
      logGaps: true,
    }),
    "histories.log-gaps": histories(table("customers"), true, false),
    covariateGroups: covariateGroups(table("customers"), ["channel", "country"]),
    groupedCustomers: groupedCustomers(table("customers"), table("covariate_groups"), ["channel", "country"]),
    "histories.grouped": histories(table("customers"), false, true),
    spendHistories: spendHistories(table("customers")),
    customerCounts: customerCounts(table("customers")),
    "parseRows.plain": parseRows(dialect, id("source"), plainColumns, config(), {
      rates: null,
      maxDate: "2024-12-31",
    }),
    "parseRows.all": parseRows(dialect, id("source"), allColumns, strict, {
      rates: rate,
      maxDate: "2024-12-31",
    }),
    rowsByReason: rowsByReason(staged),
    dayRange: dayRange(staged, undefined),
    "dayRange.until": dayRange(staged, "2024-06-30"),
    rowsOutOfWindow: rowsOutOfWindow(staged, undefined, "2024-12-31"),
    "rowsOutOfWindow.since": rowsOutOfWindow(staged, "2024-01-01", "2024-12-31"),
    transactionCounts: transactionCounts(table("transactions")),
    transactions: transactions(
      stagedRows(staged, transactionColumns(attributes)),
      windowOf(undefined, "2024-12-31"),
      attributes,
    ),
    windowOf: sql`select day from ${id("staged_0")} where ${windowOf("2024-01-01", "2024-12-31")}`,
    runRow: runRow(runRecord),
    segmentRows: segmentRows(runRecord, [
      { attribute: null, segment: null, horizonDays: 90, customers: 10, purchases: total, clv: total },
      { attribute: "channel", segment: "it's", horizonDays: 90, customers: 4, purchases: total, clv: total },
    ]),
    parameterRows: parameterRows(runRecord, [
      {
        component: "purchase",
        model: "bg-nbd",
        parameter: "r",
        timeUnit: "week",
        value: 0.24,
        standardError: 0.01,
      },
      {
        component: "spend",
        model: "gamma-gamma",
        parameter: "p",
        timeUnit: null,
        value: 6.25,
        standardError: null,
      },
    ]),
    scores: scores(dialect, table("customers"), table("predictions"), scoreOptions),
    scoreTotals: scoreTotals(table("scores"), [90, 365]),
    tierTotals: tierTotals(table("scores"), 365),
    topCustomers: topCustomers(table("scores"), 365, 10),
    spendSums: spendSums(table("customers"), false),
    segmentSums: segmentSums(table("customers"), "channel", true),
    segmentValues: segmentValues(table("scores"), null, [90, 365]),
    "segmentValues.attribute": segmentValues(table("scores"), "channel", [90, 365]),
    segmentCount: segmentCount(table("customers"), "channel", 50),
    ...spendStatements(dialect),
    reconciledSums: reconciledSums(table("scores"), 365),
  };
}
