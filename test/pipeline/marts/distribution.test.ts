import { afterEach, beforeEach, expect, test } from "vitest";
import { seededRandom } from "../../../models/index.js";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { distribution } from "../../../pipeline/marts/distribution/distribution.js";
import { boundsTable, rankedTable, rankedValues } from "../../../pipeline/marts/distribution/measures.js";
import { ranked } from "../../../pipeline/marts/distribution/ranked.js";
import { type SmallTables, smallTables } from "./example-tables.js";
import { martFacts, martInputs } from "./mart-statements.js";
import { preparedColumns } from "./prepared-columns.js";

const inputs = {
  ...martInputs(duckdbDialect),
  facts: { ...martFacts, asOf: "2024-12-31", forEver: false, tiers: ["top", "low"] },
};
const [whole, concentration, cells] = distribution.tables.map((table) => table.select(inputs).text);

let tables: SmallTables;
beforeEach(async () => {
  tables = await smallTables();
});
afterEach(() => tables.close());

interface Customer {
  readonly value: number;
  readonly tier: string;
  readonly x?: number;
  readonly lastDay?: string;
}

/** Customers whose historic value is that given, and whose CLV is twice as much. */
async function made(customers: readonly Customer[]): Promise<void> {
  await tables.make(
    "scores",
    "customer_id varchar, p_alive double, historic_value decimal(38,4), clv_365d double, value_tier varchar",
    customers.map(({ value, tier }, i) => ({
      ...{ customer_id: `C${i}`, p_alive: "0.5", value_tier: tier },
      ...{ historic_value: String(value), clv_365d: String(2 * value) },
    })),
  );
  await tables.make(
    "customers",
    "customer_id varchar, x integer, last_day date",
    customers.map(({ x = 0, lastDay = "2024-12-31" }, i) => ({
      ...{ customer_id: `C${i}`, x: String(x), last_day: lastDay },
    })),
  );
  for (const [i, value] of rankedValues(inputs.facts).entries()) {
    await tables.run(`create table ${rankedTable(i)} as ${ranked(inputs, value).text}`);
    for (const kind of ["decile", "tier"] as const)
      await tables.run(`create table ${boundsTable(kind, i)} (${preparedColumns.mart_cell_bounds})`);
  }
  await tables.run(`create table mart_cell_bounds (${preparedColumns.mart_cell_bounds})`);
}

const figures = (rows: readonly Record<string, unknown>[], ...names: string[]): unknown[] =>
  rows.map((row) => names.map((name) => (typeof row[name] === "string" ? Number(row[name]) : row[name])));

test("four customers by hand: 10, 20, 30 and 40", async () => {
  await made([20, 40, 10, 30].map((value) => ({ value, tier: value > 30 ? "top" : "low" })));
  // rising 10 20 30 40: sum of i v = 10 + 40 + 90 + 160 = 300, so 2 x 300 / (4 x 100) - 5/4 = 0.25; and by pairs: the mean
  // difference (2 x (10 + 20 + 30 + 10 + 20 + 10) / 16) over twice the mean, 12.5 / 50
  const [historic, predicted] = await tables.rows(`${concentration} order by value desc`);
  expect(historic).toMatchObject({ value: "historic_value", gini: 0.25, value_sum: 100 });
  // one customer is the least that one per cent can be
  expect(historic).toMatchObject({ top_1_percent_share: 0.4, top_20_percent_share: 0.4 });
  expect(predicted).toMatchObject({ value: "clv_365d", gini: 0.25, value_sum: 200 });
  const rows = await tables.rows(`${whole} order by value desc, kind, bin`);
  const of = (kind: string) => rows.filter((row) => row.kind === kind && row.value === "historic_value");
  expect(figures(of("tier"), "bin", "customers", "value_sum", "share", "cumulative_share")).toEqual([
    [1, 1, 40, 0.4, 0.4],
    [2, 3, 60, 0.6, 1],
  ]);
  // of four, tenths 1, 3, 6 and 8 have one each
  expect(figures(of("decile"), "bin", "value_from", "cumulative_customers")).toEqual([
    [1, 40, 0.25],
    [3, 30, 0.5],
    [6, 20, 0.75],
    [8, 10, 1],
  ]);
  expect(figures(of("quantile"), "bin", "value_to")).toEqual([
    [25, 10],
    [50, 20],
    [75, 30],
    [100, 40],
  ]);
  expect(of("histogram").map((row) => [row.label, Number(row.customers)])).toEqual([
    ["10 to 20", 1],
    ["20 to 50", 3],
  ]);
});

test("values of 0 and below: as they are in sums, as 0 in the Gini coefficient and shares of the top", async () => {
  await made([-50, 0, 50, 150].map((value) => ({ value, tier: "low" })));
  const [historic] = await tables.rows(`${concentration} order by value desc`);
  // 0 0 50 150: 2 x (150 + 600) / (4 x 200) - 5/4
  expect(historic).toMatchObject({ value_sum: 150, gini: 0.625, top_1_percent_share: 0.75 });
  expect(Number(historic!.customers_below_zero)).toBe(1);
  const tiers = await tables.rows(
    `select * from (${whole}) d where kind = 'decile' and value = 'historic_value' order by bin`,
  );
  expect(tiers.map((row) => row.cumulative_share)).toEqual(
    [1, 4 / 3, 4 / 3, 1].map((v) => expect.closeTo(v, 12)),
  );
});

test("nothing at all: shares and Gini are null; nobody: no rows", async () => {
  await made([0, 0].map((value) => ({ value, tier: "low" })));
  const [historic] = await tables.rows(`${concentration} order by value desc`);
  expect(historic).toMatchObject({ gini: null, top_10_percent_share: null, value_sum: 0 });
  tables.close();
  tables = await smallTables();
  await made([]);
  for (const select of [whole, concentration, cells]) expect(await tables.rows(select!)).toEqual([]);
});

test("any customers: the same as a plain loop", async () => {
  const random = seededRandom(5);
  const customers = Array.from({ length: 137 }, () => ({
    value: Math.round(1000 * random() ** 3 - 50) / 10,
    tier: random() < 0.2 ? "top" : "low",
    x: Math.floor(12 * random() ** 2),
    lastDay: `2024-${String(1 + Math.floor(12 * random())).padStart(2, "0")}-15`,
  }));
  await made(customers);
  const sorted = customers.map(({ value }) => value).sort((a, b) => b - a);
  const deciles = await tables.rows(
    `select * from (${whole}) d where kind = 'decile' and value = 'historic_value' order by bin`,
  );
  const total = sorted.reduce((a, b) => a + b, 0);
  let seen = 0;
  let sum = 0;
  for (const row of deciles) {
    const own = sorted.filter((_, i) => Math.floor((10 * i) / 137) + 1 === Number(row.bin));
    seen += own.length;
    sum += own.reduce((a, b) => a + b, 0);
    expect(Number(row.customers)).toBe(own.length);
    expect([row.value_to, row.value_from]).toEqual([own[0], own.at(-1)]);
    expect(row.cumulative_customers).toBeCloseTo(seen / 137, 12);
    expect(row.cumulative_share).toBeCloseTo(sum / total, 9);
  }
  const positive = sorted.map((v) => Math.max(0, v));
  const [historic] = await tables.rows(`${concentration} order by value desc`);
  const differences = positive.reduce(
    (all, a) => all + positive.reduce((own, b) => own + Math.abs(a - b), 0),
    0,
  );
  expect(historic!.gini).toBeCloseTo(differences / (2 * 137 * positive.reduce((a, b) => a + b, 0)), 9);
  const found = await tables.rows(cells!);
  expect(found.reduce((n, row) => n + Number(row.customers), 0)).toBe(137);
  const often = customers.filter(
    ({ x, lastDay }) => x >= 9 && Date.parse("2024-12-31") - Date.parse(lastDay) > 365 * 864e5,
  );
  expect(often).toEqual([]);
  const late = customers.filter(({ x, lastDay }) => (x === 2 || x === 3) && lastDay.startsWith("2024-12"));
  const cell = found.find((row) => row.purchases_from === 3 && row.recency_days_from === 0);
  expect(Number(cell?.customers ?? 0)).toBe(late.length);
  if (cell)
    expect(cell.mean_value).toBeCloseTo((2 * late.reduce((a, { value }) => a + value, 0)) / late.length, 9);
});
