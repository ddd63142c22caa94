import { type ConfigInput, configSchema } from "../../../pipeline/config/config.js";
import {
  duplicateKeys,
  stagedRows,
  transactionColumns,
  withoutDuplicates,
} from "../../../pipeline/sql/accepted-rows.js";
import { amountScale, lostDigits } from "../../../pipeline/sql/amount-scale.js";
import { changingAttributes } from "../../../pipeline/sql/attribute-value.js";
import {
  covariateGroups,
  covariateLevels,
  groupedCustomers,
} from "../../../pipeline/sql/covariate-groups.js";
import { mostOrders, similarIds } from "../../../pipeline/sql/customer-id.js";
import { type CustomerOptions, customers } from "../../../pipeline/sql/customers.js";
import type { Dialect, SourceType } from "../../../pipeline/sql/dialect.js";
import { customerCounts, histories, spendHistories } from "../../../pipeline/sql/histories.js";
import {
  holdoutHistories,
  holdoutInOrder,
  holdoutTogether,
} from "../../../pipeline/sql/holdout-histories.js";
import { inTiers, tierAttribute } from "../../../pipeline/sql/in-tiers.js";
import { intervalColumns } from "../../../pipeline/sql/interval-columns.js";
import { type MappedColumns, parseRows } from "../../../pipeline/sql/parse-rows.js";
import { partitionOf } from "../../../pipeline/sql/partition-of.js";
import { refundedCounts, withRefunds } from "../../../pipeline/sql/refunded-amounts.js";
import {
  rejectedTexts,
  rejectionsByFile,
  rejectionsByMonth,
  rejectionsBySlice,
} from "../../../pipeline/sql/rejection-places.js";
import {
  dayRange,
  rejectedReasons,
  rowsByReason,
  rowsOutOfWindow,
  transactionCounts,
} from "../../../pipeline/sql/row-account.js";
import { type PublishedRun, parameterRows, runRow } from "../../../pipeline/sql/run-records.js";
import {
  ownMean,
  rankedScores,
  reconciledSums,
  type ScoreOptions,
  scoredRows,
  scores,
  scoreTotals,
  tierTotals,
  topCustomers,
} from "../../../pipeline/sql/scores.js";
import { segmentCount, segmentSums, segmentValues, spendSums } from "../../../pipeline/sql/segment-sums.js";
import { id, list, raw, type Sql, sql } from "../../../pipeline/sql/sql.js";
import { transactions, transactionsInOrder, windowOf } from "../../../pipeline/sql/transactions.js";
import { valueRanks } from "../../../pipeline/sql/value-ranks.js";
import { martStatements, martTableColumns } from "../marts/mart-statements.js";
import { backtestStatements, backtestTableColumns } from "./backtest-statements.js";
import { calendarStatements, calendarTableColumns } from "./calendar-statements.js";
import { ingestStatements } from "./ingest-statements.js";
import { intervalStatements } from "./interval-statements.js";
import { marginStatements } from "./margin-statements.js";
import { monitoringStatements, monitoringTableColumns } from "./monitoring-statements.js";
import { bareStatements, bareTableColumns } from "./no-amounts-statements.js";
import { spendStatements, spendTableColumns } from "./spend-statements.js";

/** Tables as the stages make them, for EXPLAIN, in DuckDB's types. */
export const tableColumns: Readonly<Record<string, string>> = {
  source: "c1 varchar, c2 varchar, c3 varchar, c4 varchar, c5 varchar, c6 varchar, line bigint",
  staged_0:
    "customer_id varchar, day date, amount decimal(18,4), is_refund boolean, order_key varchar, row_hash ubigint, attr_channel varchar, reason varchar",
  staged_1:
    "customer_id varchar, day date, amount decimal(18,4), is_refund boolean, order_key varchar, row_hash ubigint, attr_channel varchar, reason varchar",
  refunded_rows:
    "customer_id varchar, day date, amount decimal(18,4), is_refund boolean, attr_channel varchar, refunded decimal(18,4)",
  typed_source:
    "customer bigint, ordered_at timestamp, amount double, quantity decimal(10,2), shop varchar, placed timestamptz, d date",
  rejected_rows: "file varchar, line bigint, reason varchar, raw_text varchar",
  hash_keys: "duplicate_key ubigint",
  order_keys: "duplicate_key varchar",
  transactions:
    "customer_id varchar, day date, amount decimal(18,4), is_refund boolean, attr_channel varchar, reason varchar",
  customers:
    "customer_id varchar, first_day date, last_day date, x integer, orders bigint, t_x integer, t_cal integer, first_amount decimal(18,4), repeat_spend decimal(38,4), mean_spend double, total_spend decimal(38,4), log_gaps bigint, valued_purchases integer, log_spend bigint, log_spend_squares bigint, covariate_group integer, attr_channel varchar, attr_country varchar",
  billing_intervals: "customer_id varchar, sixteenths integer, said_by varchar",
  customers_ungrouped: "customer_id varchar, attr_channel varchar, attr_country varchar",
  holdout_parts: "x integer, t_x integer, t_cal integer, y integer, n bigint, log_gaps bigint",
  ...spendTableColumns,
  ...martTableColumns,
  ...monitoringTableColumns,
  ...backtestTableColumns,
  ...calendarTableColumns,
  ...bareTableColumns,
  covariate_groups: "covariate_group integer, attr_channel varchar, attr_country varchar, n bigint",
  predictions:
    "x integer, t_x integer, t_cal integer, p_alive double, expected_purchases_90d double, expected_purchases_365d double, discounted_purchases_90d double, discounted_purchases_365d double, discounted_purchases double, spend_weight double, spend_prior double, " +
    [...intervalColumns("purchases", [90, 365]), ...intervalColumns("value", [90, 365])]
      .map((c) => `${c} double`)
      .join(),
  scored_rows:
    "customer_id varchar, as_of date, x integer, t_x_days integer, t_cal_days integer, first_day date, last_day date, historic_value decimal(38,4), p_alive double, churn_probability double, expected_purchases_90d double, expected_purchases_365d double, expected_spend double, clv_90d double, clv_365d double, residual_clv double, channel varchar",
  scores:
    "customer_id varchar, x integer, p_alive double, historic_value decimal(38,4), expected_purchases_90d double, expected_purchases_365d double, expected_spend double, clv_90d double, clv_365d double, residual_clv double, value_rank bigint, value_tier varchar, channel varchar",
};

/** The columns of a table in the types of an engine; texts compare by their bytes. */
export function columnsFor(dialect: Dialect, table: string): string {
  const types: Readonly<Record<Dialect["name"], Readonly<Record<string, string>>>> = {
    duckdb: {},
    postgres: { varchar: 'text collate "C"', double: "double precision", ubigint: "bigint" },
    spark: { varchar: "string", ubigint: "bigint", timestamptz: "timestamp_ltz" },
  };
  return (tableColumns[table] ?? "").replace(
    /\b(varchar|double|ubigint|timestamp|timestamptz)\b/g,
    (type) => types[dialect.name][type] ?? type,
  );
}

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
const typed = (name: string, type: SourceType) => ({ value: id(name), type });
const typedColumns: MappedColumns = {
  ...plainColumns,
  customer: typed("customer", "number"),
  date: typed("ordered_at", "timestamp"),
  amount: typed("amount", "number"),
  order: typed("shop", "text"),
  attributes: { placed: typed("placed", "timestamptz") },
  all: ["customer", "ordered_at", "amount", "shop"].map(id),
  rawText: ["customer", "ordered_at", "amount", "shop"].map((name) => ({ name, value: id(name) })),
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

export const runRecord: PublishedRun = {
  runId: "r1",
  asOf: "2024-12-31",
  publishedAt: "2025-01-01 03:00:00",
  version: "0.1.0",
  configHash: "c0ffee",
  modelVersion: "m1",
  purchaseModel: "bg-nbd",
  purchaseVerdict: "identified",
  logLikelihood: -9582.4292,
  customers: 10,
  rows: { input: 20, accepted: 15, rejected: 1, merged: 2, outOfWindow: 2 },
  horizonDays: 365,
  expectedPurchases: 12.5,
  money: {
    ...{ spendModel: "gamma-gamma", spendVerdict: "weak", currency: "EUR" },
    ...{ clv: 1234.5, historicValue: 5678.9 },
  },
};

/** Every way of writing a date that all engines read. */
const dateFormats = [
  "iso",
  "yyyymmdd",
  "epoch",
  "epoch-ms",
  "%d/%m/%y",
  "%d %b %Y %I:%M %p",
  "%Y-%j",
  "%Y-%m-%dT%H:%M:%S%z",
  "epoch-ns",
  "excel",
];

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
    "withoutDuplicates.identical": withoutDuplicates(
      staged,
      id("hash_keys"),
      transactionColumns(attributes),
      config(),
    ),
    "withoutDuplicates.order-id": withoutDuplicates(
      staged,
      id("order_keys"),
      transactionColumns(attributes),
      byOrder,
    ),
    "customers.plain": customersOf({ refunds: false, separate: false, attributes: [] }),
    "customers.refunds": customersOf({ refunds: true, separate: false, attributes }),
    "customers.separate": customersOf({ refunds: true, separate: true, attributes }),
    "customers.log-gaps": customersOf({ refunds: false, separate: false, attributes: [], logGaps: true }),
    "customers.spend-logs": customersOf({
      ...{ refunds: true, separate: false, attributes: [], spendLogs: true },
    }),
    "customers.spend-logs-separate": customersOf({
      ...{ refunds: false, separate: true, attributes: [], spendLogs: true },
    }),
    "customers.last": customersOf({ refunds: false, separate: false, attributes, attributeValue: "last" }),
    "customers.mode": customersOf({ refunds: false, separate: false, attributes, attributeValue: "mode" }),
    changingAttributes: changingAttributes(table("transactions"), attributes),
    ...intervalStatements(dialect),
    covariateLevels: covariateLevels(table("covariate_groups"), ["channel", "country"]),
    "customers.month": customersOf({ refunds: true, separate: false, attributes, period: "month" }),
    "customers.days": customersOf({ refunds: false, separate: false, attributes: [], period: 30 }),
    histories: histories(table("customers"), false, false),
    holdoutHistories: holdoutHistories(dialect, table("transactions"), {
      cut: "2024-06-30",
      separate: false,
      logGaps: true,
    }),
    holdoutTogether: holdoutTogether(sql`select * from ${table("holdout_parts")}`),
    holdoutInOrder: holdoutInOrder(table("holdout_parts")),
    "histories.log-gaps": histories(table("customers"), true, false),
    covariateGroups: covariateGroups(table("customers"), ["channel", "country"]),
    groupedCustomers: groupedCustomers(table("customers_ungrouped"), table("covariate_groups"), [
      "channel",
      "country",
    ]),
    "histories.grouped": histories(table("customers"), false, true),
    spendHistories: spendHistories(table("customers")),
    "spendHistories.all": spendHistories(table("customers"), "all"),
    customerCounts: customerCounts(table("customers"), "2024-12-31"),
    "parseRows.plain": parseRows(dialect, id("source"), plainColumns, config(), {
      rates: null,
      maxDate: "2024-12-31",
    }),
    "parseRows.cents": parseRows(
      dialect,
      id("source"),
      plainColumns,
      config({ currency: { base: "EUR" }, ingest: { amountFactor: 0.01 } }),
      { rates: null, maxDate: "2025-01-01" },
    ),
    "parseRows.all": parseRows(dialect, id("source"), allColumns, strict, {
      rates: rate,
      maxDate: "2024-12-31",
    }),
    "parseRows.excluded": parseRows(
      dialect,
      id("source"),
      {
        ...allColumns,
        refunded: text("c4"),
        excluded: [{ column: text("c6"), values: ["Failed", "Annulé"] }],
      },
      config(),
      { rates: rate, maxDate: "2024-12-31" },
    ),
    withRefunds: withRefunds(sql`select * from ${dialect.table("refunded_rows")}`, attributes),
    refundedCounts: refundedCounts(
      sql`select * from ${dialect.table("refunded_rows")}`,
      raw("day <= date '2024-12-31'"),
    ),
    "parseRows.typed": parseRows(
      dialect,
      id("typed_source"),
      typedColumns,
      config({ timeZone: "America/New_York", ingest: { sourceTimeZone: "UTC" } }),
      { rates: null, maxDate: "2024-12-31" },
    ),
    "parseRows.texts": list(
      dateFormats.map(
        (format) =>
          sql`select ${dialect.parseDay(id("c2"), "text", { format, timeZone: "Europe/Berlin", sourceTimeZone: "UTC" })} as day from ${id("source")}`,
      ),
      "\nunion all ",
    ),
    partitionOf: sql`select ${partitionOf(dialect, raw("customer_id"), 16)} as part from ${table("customers")}`,
    similarIds: similarIds(dialect, table("customers")),
    mostOrders: mostOrders(table("customers")),
    rejectionsByFile: rejectionsByFile(dialect, table("rejected_rows"), ["UNPARSABLE_DATE", "ABSURD_AMOUNT"]),
    rejectionsBySlice: rejectionsBySlice(table("rejected_rows"), "it's.csv", 50, ["UNPARSABLE_DATE"]),
    rejectionsByMonth: rejectionsByMonth(staged, ["UNPARSABLE_AMOUNT"]),
    rejectedTexts: rejectedTexts(dialect, table("rejected_rows"), "UNPARSABLE_DATE", 2000),
    rejectedReasons: rejectedReasons(dialect, table("rejected_rows")),
    rowsByReason: rowsByReason(staged),
    amountScale: amountScale(staged),
    lostDigits: lostDigits(table("transactions"), raw("cast(amount as double precision)")),
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
    transactionsInOrder: transactionsInOrder(
      transactions(
        stagedRows(staged, transactionColumns(attributes)),
        windowOf(undefined, "2024-12-31"),
        attributes,
      ),
      attributes,
    ),
    windowOf: sql`select day from ${id("staged_0")} where ${windowOf("2024-01-01", "2024-12-31")}`,
    runRow: runRow(runRecord),
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
    scoredRows: scoredRows(dialect, table("customers"), table("predictions"), {
      ...scoreOptions,
      intervals: false,
    }),
    rankedScores: rankedScores(sql`select * from ${table("scored_rows")}`, {
      ...scoreOptions,
      intervals: false,
    }),
    valueRanks: sql`with ${valueRanks(sql`select customer_id, mean_spend from ${table("customers")}`, "mean_spend")}
select * from value_ranks`,
    scoreTotals: scoreTotals(table("scores"), [90, 365]),
    tierTotals: tierTotals(table("scores"), 365),
    topCustomers: topCustomers(table("scores"), 365, 10),
    spendSums: spendSums(table("customers"), false),
    segmentSums: segmentSums(table("customers"), "channel", true),
    inTiers: segmentSums(sql`${inTiers(table("customers"), table("scores"))} k`, tierAttribute, true),
    "spendSums.all": spendSums(table("customers"), false, "all"),
    "segmentSums.all": segmentSums(table("customers"), "channel", true, "all"),
    ...marginStatements(dialect, scoreOptions),
    segmentValues: segmentValues(table("scores"), null, [90, 365]),
    "segmentValues.attribute": segmentValues(table("scores"), "channel", [90, 365]),
    segmentCount: segmentCount(table("customers"), "channel", 50),
    ...spendStatements(dialect),
    ...monitoringStatements(dialect),
    ...backtestStatements(dialect),
    ...martStatements(dialect),
    ...calendarStatements(dialect),
    ...ingestStatements(dialect),
    ...bareStatements(dialect, {
      config: strict,
      columns: { ...plainColumns, amount: null, order: text("c5") },
      score: scoreOptions,
      run: runRecord,
    }),
    reconciledSums: reconciledSums(table("scores"), 365),
  };
}
