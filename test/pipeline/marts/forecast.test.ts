import { afterAll, describe, expect, test } from "vitest";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { plannedArrivals } from "../../../pipeline/marts/forecast/arrivals.js";
import { backtestRows } from "../../../pipeline/marts/forecast/backtest.js";
import { newColumns, relativeColumns } from "../../../pipeline/marts/forecast/columns.js";
import { existingMonths } from "../../../pipeline/marts/forecast/existing.js";
import { forecast } from "../../../pipeline/marts/forecast/forecast.js";
import { figuresOf, newRows } from "../../../pipeline/marts/forecast/new-rows.js";
import { expectedWorld, newMonths } from "../../../pipeline/marts/forecast/new-totals.js";
import { monthsOfLog } from "../../../pipeline/marts/forecast/trend.js";
import type { NewcomerSource, Newcomers } from "../../../pipeline/marts/newcomers.js";
import { valuesTable } from "../../../pipeline/marts/values-table.js";
import { exampleRows, examplesAreThere, expectExample, smallTables } from "./example-tables.js";
import { martFacts, martInputs } from "./mart-statements.js";

const tables = await smallTables();
afterAll(() => tables.close());

const days = ["2025-03-31", "2025-04-30", "2025-05-31", "2025-06-10"];
const months = [
  { from: "2025-03-19", to: "2025-03-31" },
  { from: "2025-04-01", to: "2025-04-30" },
  { from: "2025-05-01", to: "2025-05-31" },
  { from: "2025-06-01", to: "2025-06-10" },
];
const share = [13 / 31, 1, 1, 10 / 30];
const inputs = {
  ...martInputs(duckdbDialect),
  facts: { ...martFacts, asOf: "2025-03-18", margin: 0.45, months, longestDays: 84 },
};

const source = (
  name: string,
  first: number,
  spend: number,
): Pick<NewcomerSource, "attribute" | "source" | "firstOrder" | "spend" | "margin" | "pace"> => ({
  ...{ attribute: "channel", source: name, margin: 0.45, pace: { mean: 1, variance: 0 } },
  firstOrder: { value: first, variance: 0 },
  spend: { value: spend, variance: 0 },
});

describe.skipIf(!examplesAreThere)("the worked example", () => {
  test("existing and new customers by month", async () => {
    const curve = exampleRows("forecast", "input_new_customer");
    const ofAge = (channel: string, age: number, column: string): number =>
      Number(curve.find((row) => row.channel === channel && row.age_months === String(age))?.[column]);
    // the first purchase at a value that gives, with repeat ones of the month at theirs, the mean of the example
    const sources = ["search", "social"].map((channel) => {
      const [purchases, spend] = [ofAge(channel, 0, "purchases"), ofAge(channel, 1, "spend")];
      const first = purchases * ofAge(channel, 0, "spend") - (purchases - 1) * spend;
      return source(channel, first, spend) as NewcomerSource;
    });
    const plan = exampleRows("forecast", "input_plan").map((row) => ({
      ...{ month: row.month!.slice(0, 7), channel: row.channel! },
      ...{ newCustomers: Number(row.new_customers), costPerCustomer: Number(row.cost_per_customer) },
    }));
    // the example cuts ages of a month by its days; the product integrates over days, and is right when the integral is
    const added = newMonths(
      plannedArrivals(plan as never, months, sources),
      ({ source: channel }, arrival, month) =>
        arrival === month
          ? ofAge(channel!, 0, "purchases") - 1
          : ofAge(channel!, month - arrival, "purchases") * share[month]!,
      [1, 1, 1, 1],
      expectedWorld,
    );
    const rows = figuresOf(added, true).map((row, i) => ({ k: i + 1, ...row }));
    await tables.run(`create table mart_forecast_new as ${valuesTable(newColumns(inputs.facts), rows).text}`);
    await existing(exampleRows("forecast", "input_customers"));
    const found = await tables.rows(forecast.tables[0]!.select(inputs).text);
    expectExample(found, exampleRows("forecast", "expected_forecast"), ["month", "customers"], {
      ...{ complete: "whole_month", cash: "contribution_after_acquisition" },
      cumulative_cash: "cumulative_contribution",
    });
  });
});

/** Customers told apart by x, whose expected purchases are those of the example. */
async function existing(customers: readonly Readonly<Record<string, string | null>>[]): Promise<void> {
  const bought = exampleRows("forecast", "input_cumulative_purchases");
  const until = (id: string, i: number): number =>
    i < 0 ? 0 : Number(bought.find((r) => r.customer_id === id && r.day === days[i])?.cumulative_purchases);
  const own = customers.map((row, x) => ({ ...row, x: String(x), t_x: "0", t_cal: "0" }));
  await tables.make("customers", "customer_id varchar, x integer, t_x integer, t_cal integer", own);
  await tables.make("scores", "customer_id varchar, expected_spend double", own);
  const months = ["purchases", "value"].flatMap((name) => days.map((_, i) => `${name}_${i + 1} double`));
  await tables.make(
    "mart_expected_months",
    `x integer, t_x integer, t_cal integer, ${months.join(", ")}`,
    own.map((row) => ({
      ...row,
      ...Object.fromEntries(
        days.flatMap((_, i) => {
          const value = String(
            until(String((row as Record<string, unknown>).customer_id), i) -
              until(String((row as Record<string, unknown>).customer_id), i - 1),
          );
          return [
            [`purchases_${i + 1}`, value],
            [`value_${i + 1}`, value],
          ];
        }),
      ),
    })),
  );
  await tables.run(`create table mart_forecast_existing as ${existingMonths(inputs, false, 45).text}`);
  await tables.run(
    `create table mart_forecast_months as ${
      valuesTable(
        relativeColumns,
        inputs.facts.months.map(({ from, to }, i) => ({
          ...{ k: i + 1, month: `${from.slice(0, 7)}-01`, from_day: from, to_day: to },
          days: Number(to.slice(8)) - Number(from.slice(8)) + 1,
          whole_month: share[i] === 1,
        })),
      ).text
    }`,
  );
}

const everyone = {
  ...source("", 50, 40),
  ...{ attribute: null, source: null, customers: 100, orderSpread: 0.5, today: [] },
  pace: { mean: 1, variance: 0.01 },
  curves: [0.02, 0.018, 0.022].map((rate) => (t: number) => rate * t),
  dispersion: () => 2,
};
const newcomers: Newcomers = {
  ...{ sources: [everyone], elapsed: (day) => day, worth: () => 1, commonOf: () => null },
};

test("new customers of a trend: bounds lie around the figures, wider for paths than for a plan", () => {
  const facts = { ...inputs.facts, intervals: true, money: true };
  const planned = months.map((_, month) => ({
    ...{ source: everyone, month, customers: 30, cost: 20, paths: null },
  }));
  const paths = Array.from({ length: 1000 }, (_, i) => 10 + (40 * i) / 999);
  const rows = [planned, planned.map((own) => ({ ...own, paths }))].map((arrivals) =>
    newRows(arrivals, newcomers, facts, 1),
  );
  for (const own of rows)
    for (const row of own)
      for (const name of ["purchases", "revenue", "margin", "cumulative_contribution"]) {
        expect(Number(row[`${name}_lo80`])).toBeLessThan(Number(row[name]));
        expect(Number(row[`${name}_hi80`])).toBeGreaterThan(Number(row[name]));
        expect(Number(row[`${name}_hi95`])).toBeGreaterThan(Number(row[`${name}_hi80`]));
      }
  const [plan, trend] = rows.map((own) => own[1]!);
  expect(plan!.new_customers_lo80).toBeUndefined();
  expect(trend!.new_customers_lo80).toBeCloseTo(14, 6);
  expect(Number(trend!.purchases_hi80) - Number(trend!.purchases_lo80)).toBeGreaterThan(
    Number(plan!.purchases_hi80) - Number(plan!.purchases_lo80),
  );
  // the first of the 13 days that are left brings 12 more days of repeat purchases, the last one none
  expect(plan).toMatchObject({ k: 2, new_customers: 30 });
  expect(rows[0]![0]!.purchases).toBeCloseTo(30 * (1 + 0.02 * 6), 9);
});

test("a plan names months that are forecast, and a source that nobody came by yet is like any", () => {
  const plan = [
    { month: "2025-02", newCustomers: 5 },
    { month: "2025-03", newCustomers: 31, channel: "tv" },
    { month: "2025-07", newCustomers: 5 },
  ];
  const found = plannedArrivals(plan as never, months, [everyone]);
  expect(found).toEqual([{ source: everyone, month: 0, customers: 13, cost: null, paths: null }]);
});

test("the log's months have the days that it holds, those without anybody too", () => {
  const counts = new Map([
    ["2024-11", 4],
    ["2025-01", 9],
  ]);
  expect(monthsOfLog(counts, { firstDay: "2024-11-11", asOf: "2025-01-15" })).toEqual([
    { count: 4, days: 20, month: 10 },
    { count: 0, days: 31, month: 11 },
    { count: 9, days: 15, month: 0 },
  ]);
});

test("a backtest says of each origin's months and horizons whether what came was inside", () => {
  const total = { expected: 10, lo95: 5, lo80: 7, hi80: 13, hi95: 15, median: 10, logSpread: 0.2 };
  const at = (actual: number) => ({ purchases: { ...total, actual } });
  const totals = {
    origins: [
      {
        ...{ origin: "2024-11-30", horizons: [{ days: 90, ...at(14) }] },
        months: [
          { days: 31, ...at(10) },
          { days: 62, ...at(4) },
        ],
      },
    ],
  };
  const rows = backtestRows(totals as never, { ...inputs.facts, money: false });
  expect(
    rows.map((r) => [r.stretch, r.from_day, r.to_day, r.days, r.purchases_inside_80, r.purchases_inside_95]),
  ).toEqual([
    ["horizon", "2024-12-01", "2025-02-28", 90, false, true],
    ["month", "2024-12-01", "2024-12-31", 31, true, true],
    ["month", "2025-01-01", "2025-01-31", 31, false, false],
  ]);
});
