import { seededRandom } from "../../models/numeric/random.js";
import { configSchema } from "../../pipeline/config/config.js";
import { customerHash } from "../../pipeline/sources/forgotten-list.js";
import {
  duplicateKeys,
  stagedRows,
  transactionColumns,
  withoutDuplicates,
} from "../../pipeline/sql/accepted-rows.js";
import { changingAttributes } from "../../pipeline/sql/attribute-value.js";
import { type BacktestOptions, backtestCustomers } from "../../pipeline/sql/backtest-customers.js";
import { backtestSample } from "../../pipeline/sql/backtest-sample.js";
import {
  customersByFirstDay,
  customersOfCohorts,
  daysInOrder,
  purchasesByDay,
} from "../../pipeline/sql/backtest-tracking.js";
import { behaviourWindows } from "../../pipeline/sql/behaviour-windows.js";
import { billingIntervals, intervalCounts, paymentIntervals } from "../../pipeline/sql/billing-intervals.js";
import { covariateGroups, groupedCustomers } from "../../pipeline/sql/covariate-groups.js";
import { customers } from "../../pipeline/sql/customers.js";
import type { Dialect } from "../../pipeline/sql/dialect.js";
import { forgottenAmong, redactedRows } from "../../pipeline/sql/forgotten-rows.js";
import { cellSums, spendCells, spendDesign } from "../../pipeline/sql/gamma-regression.js";
import { customerCounts, histories, spendHistories } from "../../pipeline/sql/histories.js";
import { holdoutHistories } from "../../pipeline/sql/holdout-histories.js";
import { inTiers, tierAttribute } from "../../pipeline/sql/in-tiers.js";
import { intervalColumns } from "../../pipeline/sql/interval-columns.js";
import { intervalCustomers, intervalGroups } from "../../pipeline/sql/interval-customers.js";
import { attributeColumn, type MappedColumns, parseRows } from "../../pipeline/sql/parse-rows.js";
import { partitionOf } from "../../pipeline/sql/partition-of.js";
import { firstPurchases, purchaseVariation } from "../../pipeline/sql/purchase-variation.js";
import { refundedColumns, withRefunds } from "../../pipeline/sql/refunded-amounts.js";
import {
  dayRange,
  rejectedReasons,
  rowsByReason,
  rowsOutOfWindow,
  transactionCounts,
} from "../../pipeline/sql/row-account.js";
import { reconciledSums, scores, scoreTotals, tierTotals, topCustomers } from "../../pipeline/sql/scores.js";
import { segmentSums, segmentValues, spendSums } from "../../pipeline/sql/segment-sums.js";
import { levelCounts, logSums } from "../../pipeline/sql/spend-covariates.js";
import { logNormalSpendOf, repeatTotals, spendLogRows } from "../../pipeline/sql/spend-logs.js";
import { spendLosses } from "../../pipeline/sql/spend-losses.js";
import { id, list, lit, raw, type Sql, sql } from "../../pipeline/sql/sql.js";
import { transactions, windowOf } from "../../pipeline/sql/transactions.js";
import { backtestOptions } from "../pipeline/sql/backtest-statements.js";
import { scoreOptions } from "../pipeline/sql/statements.js";
import { calendarComparisons } from "./calendar-steps.js";

const asOf = "2024-12-31";
const attributes = ["channel", "country"];

/** Orders with duplicates, refunds, ties, zeros, missing and impossible values, and texts that languages order otherwise. */
function orders(): (string | null)[][] {
  const random = seededRandom(20240105);
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const people = [
    "a",
    "B",
    "b",
    "A",
    "é",
    "e",
    "Z",
    "z",
    "a b",
    "a-b",
    "it's",
    "back\\slash",
    "名前",
    " a ",
    "",
    "null",
    "c1",
    "c10",
    "c2",
  ];
  const days = ["2024-02-30", "5 May", "", "2031-01-01", "2024-06-01 23:30:00", "2024-06-01T23:30:00Z"];
  const amounts = [
    "0",
    "-5.00",
    "1,234.5",
    "12.345678",
    "1e99",
    "x",
    "",
    "0.0001",
    "10",
    "10",
    "10.00005",
    "(7.25)",
    "€ 3",
  ];
  const digits = (n: number): string => String(n).padStart(2, "0");
  return Array.from({ length: 1500 }, (_, i) => {
    const day = `2024-${digits(1 + Math.floor(random() * 12))}-${digits(1 + Math.floor(random() * 28))}`;
    const order = random() < 0.15 ? "C7" : random() < 0.1 ? null : `o${Math.floor(i * 0.9)}`;
    return [
      one(people),
      random() < 0.04 ? one(days) : day,
      random() < 0.25 ? one(amounts) : (random() * 200).toFixed(random() < 0.5 ? 2 : 4),
      String(1 + Math.floor(random() * 3)),
      order,
      one(["web", "Web", "app", "ähm", "zoo", "", null]),
      one(["DE", "de", "FR", null]),
      one(["EUR", "USD", "GBP", "XXX"]),
    ];
  });
}

const columnNames = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"];
const text = (name: string) => ({ value: id(name), type: "text" as const });
const plain: MappedColumns = {
  customer: text("c1"),
  date: text("c2"),
  amount: text("c3"),
  quantity: null,
  unitPrice: null,
  order: text("c5"),
  currency: null,
  attributes: { channel: text("c6"), country: text("c7") },
  all: columnNames.map(id),
  line: raw("line"),
  broken: null,
  rawText: columnNames.map((name) => ({ name, value: id(name) })),
};
const priced: MappedColumns = {
  ...plain,
  amount: null,
  quantity: text("c4"),
  unitPrice: text("c3"),
  currency: text("c8"),
};

const config = configSchema.parse({ ingest: { nullTokens: ["null"], cancelPrefix: "C" } });
const byOrder = configSchema.parse({
  timeZone: "America/New_York",
  ingest: { sourceTimeZone: "UTC", duplicateOrders: "order-id", zeroAmounts: "reject", refunds: "reject" },
});
const parsing = { rates: null, maxDate: asOf };
const rate = (currency: Sql, day: Sql): Sql =>
  sql`case ${currency} when 'EUR' then cast(1 as double precision) when 'USD' then case when ${day} >= date ${"2024-02-01"} then cast(0.92 as double precision) end when 'GBP' then cast(1.1734 as double precision) end`;

/** Predictions of every history out of its numbers alone, so that each engine makes the same ones. */
function predictions(): Sql {
  const double = (value: string): Sql => raw(`cast(${value} as double precision)`);
  const made = (name: string, value: string): Sql => sql`${double(value)} as ${id(name)}`;
  const bounds = [...intervalColumns("purchases", [90, 365]), ...intervalColumns("value", [90, 365])];
  return sql`select x, t_x, t_cal, ${list([
    made("p_alive", "(t_x + 1) / cast(t_cal + 2 as double precision)"),
    made("expected_purchases_90d", "(x + 1) / cast(t_cal + 10 as double precision)"),
    made("expected_purchases_365d", "4 * (x + 1) / cast(t_cal + 10 as double precision)"),
    made("discounted_purchases_90d", "(x + 1) / cast(t_cal + 11 as double precision)"),
    made(
      "discounted_purchases_365d",
      "case when x % 5 = 4 then 0 else (x % 3) / cast(8 as double precision) end",
    ),
    made("discounted_purchases", "case when x = 0 then null else (x + 1) * 0.5 end"),
    made("spend_weight", "x / cast(x + 3 as double precision)"),
    made("spend_prior", "50"),
    ...bounds.map((name, i) => made(name, `x + ${i}`)),
  ])} from ${id("histories")}`;
}

const table = (name: string): Sql => id(name);

function backtestInOrder(dialect: Dialect, options: Partial<BacktestOptions>): Sql {
  const all = { ...backtestOptions, refunds: true, ...options };
  return sql`select * from (${backtestCustomers(dialect, table("transactions"), all)}) b order by customer_id`;
}

const coding = {
  attributes: [
    {
      kind: "level" as const,
      name: "channel",
      levels: ["web", null, "ähm"],
      shares: [0.4, 0.3, 0.1],
      otherShare: 0.2,
    },
  ],
  firstAmountCentre: 3.25,
};
const customersBy = (
  dialect: Dialect,
  o: {
    readonly separate?: boolean;
    readonly period?: "month" | "week" | 30;
    readonly attributeValue?: "last" | "mode";
    readonly spendLogs?: boolean;
  },
): Sql =>
  customers(dialect, table("transactions"), {
    asOf,
    attributes,
    refunds: true,
    separate: o.separate ?? false,
    ...(o.attributeValue && { attributeValue: o.attributeValue }),
    spendLogs: o.spendLogs ?? false,
    period: o.period ?? null,
    logGaps: o.period === undefined,
  });

const logNormal = { level: 0.25, add: 6.5, kappa: 2 };

const billedBy = {
  column: id(attributeColumn(attributes[0]!)),
  meaning: new Map([
    ["web", 112],
    ["app", 5844],
  ]),
};

/** Tables that are made one out of another, as a run makes them. */
export const stepTables: readonly { readonly table: string; readonly select: (dialect: Dialect) => Sql }[] = [
  {
    table: "orders",
    select: () =>
      sql`select ${list([...columnNames.map(id), raw("line")])} from (values ${list(
        orders().map((row, i) => sql`(${list(row.map(lit))}, cast(${i + 1} as bigint))`),
      )}) v(${list(columnNames.map(id))}, line)`,
  },
  { table: "staged_0", select: (d) => parseRows(d, table("orders"), plain, config, parsing) },
  {
    table: "staged_1",
    select: (d) => parseRows(d, table("orders"), priced, byOrder, { ...parsing, rates: rate }),
  },
  {
    table: "rejected_rows",
    select:
      () => sql`select cast('é.csv' as varchar) as file, line, reason, raw_text from ${table("staged_1")} where reason is not null
union all select cast('Z.csv' as varchar), line, reason, raw_text from ${table("staged_0")} where reason is not null`,
  },
  {
    table: "staged_refunded",
    select: (d) =>
      parseRows(
        d,
        table("orders"),
        { ...priced, refunded: text("c4"), excluded: [{ column: text("c6"), values: ["App", "ÄHM"] }] },
        config,
        { ...parsing, rates: rate },
      ),
  },
  {
    table: "transactions_refunded",
    select: () =>
      transactions(
        withRefunds(stagedRows([table("staged_refunded")], refundedColumns(attributes)), attributes),
        windowOf("2024-01-03", asOf),
        attributes,
      ),
  },
  { table: "hash_keys", select: () => duplicateKeys([table("staged_0")], config) },
  { table: "order_keys", select: () => duplicateKeys([table("staged_0"), table("staged_1")], byOrder) },
  {
    table: "accepted_by_order",
    select: () =>
      withoutDuplicates(
        [table("staged_0"), table("staged_1")],
        table("order_keys"),
        transactionColumns(attributes),
        byOrder,
      ),
  },
  {
    table: "transactions",
    select: () =>
      transactions(
        withoutDuplicates([table("staged_0")], table("hash_keys"), transactionColumns(attributes), config),
        windowOf("2024-01-03", asOf),
        attributes,
      ),
  },
  { table: "customers_ungrouped", select: (d) => customersBy(d, {}) },
  { table: "customers_separate", select: (d) => customersBy(d, { separate: true }) },
  { table: "customers_logs", select: (d) => customersBy(d, { separate: true, spendLogs: true }) },
  { table: "customers_last", select: (d) => customersBy(d, { attributeValue: "last" }) },
  { table: "customers_mode", select: (d) => customersBy(d, { attributeValue: "mode" }) },
  {
    table: "billing_intervals",
    select: (d) =>
      billingIntervals(d, table("transactions"), { attribute: billedBy, infer: true, otherwise: 487 }),
  },
  {
    table: "customers_intervals",
    select: () => intervalCustomers(table("customers_mode"), table("billing_intervals"), attributes),
  },
  { table: "customers_month", select: (d) => customersBy(d, { period: "month" }) },
  { table: "customers_week", select: (d) => customersBy(d, { period: "week" }) },
  { table: "customers_days", select: (d) => customersBy(d, { period: 30 }) },
  { table: "covariate_groups", select: () => covariateGroups(table("customers_ungrouped"), attributes) },
  {
    table: "customers",
    select: () => groupedCustomers(table("customers_ungrouped"), table("covariate_groups"), attributes),
  },
  { table: "histories", select: () => histories(table("customers"), true, false) },
  { table: "predictions", select: predictions },
  {
    table: "scores",
    select: (d) =>
      scores(d, table("customers"), table("predictions"), {
        ...scoreOptions,
        customers: 15,
        asOf,
        attributes,
      }),
  },
  { table: "spend_design", select: () => spendDesign(table("customers"), coding) },
];

/** Statements over those tables; what is counted or added up as whole numbers is equal, the rest within 1e-9. */
export const comparisons: readonly {
  readonly title: string;
  readonly select: (dialect: Dialect) => Sql;
  readonly tolerance: number;
}[] = [
  exactly("rows by reason", () => rowsByReason([table("staged_0"), table("staged_1")])),
  exactly("reasons with their first row", (d) => rejectedReasons(d, table("rejected_rows"))),
  exactly("how many are forgotten", (d) => forgottenAmong(d, table("staged_0"), forgotten)),
  exactly(
    "rows without the forgotten",
    (d) =>
      sql`select * from (${redactedRows(d, sql`select ${list(keptColumns.map(id))} from ${table("staged_0")}`, keptColumns, forgotten)}) r order by line`,
  ),
  exactly("first and last day", () => dayRange([table("staged_0"), table("staged_1")], "2024-06-30")),
  exactly("rows out of the window", () => rowsOutOfWindow([table("staged_0")], "2024-03-01", "2024-09-30")),
  nearly("counts of transactions", () => transactionCounts(table("transactions"))),
  exactly("histories by group", () => histories(table("customers"), false, true)),
  exactly("groups of intervals", () => intervalGroups(table("customers_intervals"))),
  exactly(
    "intervals by payments",
    (d) => sql`select * from (${paymentIntervals(d, table("transactions"))}) p order by customer_id`,
  ),
  exactly("customers by interval", (d) => intervalCounts(d, table("transactions"), asOf, 365 / 12)),
  exactly("attributes that change", () => changingAttributes(table("transactions"), attributes)),
  exactly("histories of months", () => histories(table("customers_month"), false, false)),
  exactly("holdout histories", (d) =>
    holdoutHistories(d, table("transactions"), { cut: "2024-08-31", separate: true, logGaps: true }),
  ),
  exactly("customers of a backtest", (d) => backtestInOrder(d, {})),
  exactly("customers of a backtest by months", (d) =>
    backtestInOrder(d, {
      ...{ logGaps: false, period: "month" },
      cohorts: { from: "2024-01-10", until: "2024-12-30" },
    }),
  ),
  exactly("customers of a backtest by orders", (d) => backtestInOrder(d, { logGaps: false, separate: true })),
  exactly("sampled customers of a backtest", (d) =>
    backtestSample(
      d,
      sql`(${backtestCustomers(d, table("transactions"), { ...backtestOptions, refunds: true })})`,
      { customers: 15, most: 9, attributes: ["channel"], expectedSpend: null },
    ),
  ),
  exactly("purchases by day", () =>
    daysInOrder(
      sql`(${purchasesByDay(table("transactions"), table("customers"), { origins: ["2024-04-30", "2024-08-31"], separate: false })})`,
    ),
  ),
  exactly("customers by first day", () =>
    customersByFirstDay(customersOfCohorts(table("customers"), { from: null, until: "2024-12-30" })),
  ),
  ...calendarComparisons.map(({ title, select }) => exactly(title, select)),
  exactly("spend histories", () => spendHistories(table("customers"))),
  exactly("spend histories of separate orders", () => spendHistories(table("customers_separate"))),
  exactly("spend histories over all purchases", () => spendHistories(table("customers"), "all")),
  ...(["plain", "separate", "month", "few"] as const).map((kind) =>
    exactly(`variation of purchases, ${kind}`, (d) =>
      purchaseVariation(d, table("transactions"), {
        separate: kind === "separate",
        period: kind === "month" ? "month" : null,
        asOf,
        customers: 15,
        most: kind === "few" ? 9 : 50,
      }),
    ),
  ),
  exactly("first purchases", () => firstPurchases(table("customers"))),
  nearly("spend sums over all purchases", () => spendSums(table("customers"), false, "all")),
  nearly("counts of customers", () => customerCounts(table("customers"), "2024-12-31")),
  nearly("spend sums", () => spendSums(table("customers"), true)),
  nearly("segment sums", () => segmentSums(table("customers"), "channel", false)),
  exactly("level counts", () =>
    levelCounts(table("customers"), "country", { among: "spenders", minimum: 1, limit: 9 }),
  ),
  exactly("logarithms of amounts by number of purchases", () => spendLogRows(table("customers_logs"))),
  exactly("what log-normal spend expects of repeat purchases", () =>
    repeatTotals(table("customers_logs"), logNormalSpendOf(logNormal, "c")),
  ),
  exactly("losses of spend models", (d) =>
    spendLosses(
      sql`(${backtestCustomers(d, table("transactions"), { ...backtestOptions, refunds: true, spendLogs: true })})`,
      [raw("coalesce(c.mean_spend, 40)"), logNormalSpendOf(logNormal, "c")],
      40,
    ),
  ),
  exactly("sums of logarithms", () => logSums(table("customers"))),
  exactly("cells of a regression", () => spendCells(table("spend_design"), 1)),
  exactly("sums of a regression", () => cellSums(table("spend_design"), 1, 3.5, 0.25)),
  nearly("totals of scores", () => scoreTotals(table("scores"), [90, 365])),
  nearly("segment sums by tier", () =>
    segmentSums(sql`${inTiers(table("customers"), table("scores"))} k`, tierAttribute, false),
  ),
  nearly("totals by tier", () => tierTotals(table("scores"), 365)),
  nearly("the best customers", () => topCustomers(table("scores"), 365, 7)),
  nearly("sums to reconcile", () => reconciledSums(table("scores"), 365)),
  nearly(
    "values by segment",
    () =>
      sql`select * from (${segmentValues(table("scores"), "channel", [90, 365])}) v order by clv_365d, clv_90d`,
  ),
  nearly("behaviour for training", (d) =>
    behaviourWindows(d, table("transactions"), {
      cut: "2024-09-30",
      until: asOf,
      attributes,
      sample: { millionths: 700_000 },
      ordered: true,
    }),
  ),
  exactly(
    "partitions of customers",
    (d) =>
      sql`select customer_id, ${partitionOf(d, raw("customer_id"), 7)} as part from ${table("customers")} order by customer_id`,
  ),
];

/** Salted as the list of a runs folder is. */
const forgotten = {
  salt: "it's \\ salt",
  customers: ["a", "it's", "back\\slash", "名前"].map((name) => customerHash("it's \\ salt", name)),
};
const keptColumns = [
  ...["customer_id", "day", "amount", "is_refund", "order_key", "line"],
  ...["attr_channel", "attr_country", "reason", "raw_text"],
];

function exactly(title: string, select: (dialect: Dialect) => Sql) {
  return { title, select, tolerance: 0 };
}

function nearly(title: string, select: (dialect: Dialect) => Sql) {
  return { title, select, tolerance: 1e-9 };
}
