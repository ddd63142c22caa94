import { afterAll, expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import type { Row } from "../../../pipeline/engines/engine.js";
import { customerSegmentsSelect } from "../../../pipeline/marts/customer-segments.js";
import { factsWith } from "../../../pipeline/marts/facts.js";
import type { MartInputs } from "../../../pipeline/marts/mart.js";
import { segmentCustomers, segmentSums } from "../../../pipeline/marts/segments/segment-sums.js";
import { segmentTests } from "../../../pipeline/marts/segments/segment-tests.js";
import {
  poolingRows,
  segmentRows,
  smallSegmentRows,
  testRows,
} from "../../../pipeline/marts/segments/segment-values.js";
import { segments } from "../../../pipeline/marts/segments/segments.js";
import {
  mergedSegments,
  type SegmentSum,
  segmentsOf,
  shownSegments,
} from "../../../pipeline/marts/segments/shown-segments.js";
import {
  type ExampleRow,
  exampleRows,
  exampleSettings,
  examplesAreThere,
  expectExample,
  smallTables,
} from "./example-tables.js";
import { preparedColumns } from "./prepared-columns.js";

const db = await smallTables();
afterAll(() => db.close());

const facts = { ...factsWith(365), attributes: ["country"] };

/** The tables of the mart for customers with x, revenue, p_alive, clv and a country. */
async function made(rows: readonly ExampleRow[], asOf: string, least: number, settings: object = {}) {
  const inputs: MartInputs = {
    dialect: duckdbDialect,
    facts: { ...facts, asOf },
    config: configSchema.parse({ segments: settings }),
    table: (name) => duckdbDialect.table(name),
  };
  const again = ["customers", "scores", "clv_customer_segments", "mart_segment_customers", "mart_segments"];
  const prepared = [
    "mart_small_segments",
    "mart_segment_pooling",
    "mart_segment_tests",
    "mart_segment_bounds",
  ];
  for (const table of [...again, ...prepared]) await db.run(`drop table if exists ${table}`);
  await db.make(
    "customers",
    "customer_id varchar, first_day date, last_day date, x integer, total_spend decimal(38,4), attr_country varchar",
    rows.map((r) => ({ ...r, total_spend: r.revenue ?? null, attr_country: r.country ?? null })),
  );
  await db.make(
    "scores",
    "customer_id varchar, p_alive double, value_tier varchar, expected_purchases_365d double, clv_365d double",
    rows.map((r) => ({ ...r, value_tier: "top", expected_purchases_365d: "1", clv_365d: r.clv ?? null })),
  );
  await db.run(`create table clv_customer_segments as ${customerSegmentsSelect(inputs).text}`);
  await db.run(`create table mart_segment_customers as ${segmentCustomers(inputs).text}`);
  const sums = segmentsOf((await db.rows(segmentSums(inputs).text)) as Row[], facts);
  await db.run(`create table mart_segments as ${segmentRows(sums, least).text}`);
  await db.run(`create table mart_small_segments as ${smallSegmentRows(sums, least).text}`);
  await db.run(`create table mart_segment_pooling as ${poolingRows(sums).text}`);
  await db.run(`create table mart_segment_tests as ${testRows(segmentTests(sums, least)).text}`);
  await db.run(`create table mart_segment_bounds (${preparedColumns.mart_segment_bounds})`);
  const tables = segments.tables.map(
    async ({ name, select }) => [name, await db.rows(select(inputs).text)] as const,
  );
  return { sums, tables: Object.fromEntries(await Promise.all(tables)) };
}

test.skipIf(!examplesAreThere)("lifecycles, countries and pooling of the worked example", async () => {
  const s = exampleSettings("segments");
  const { tables } = await made(
    exampleRows("segments", "input_customers"),
    s.as_of!,
    Number(s.minimum_size),
    {
      newDays: Number(s.new_days),
      lostPAlive: Number(s.lost_p_alive),
      lostGaps: Number(s.lost_gaps),
      riskPAlive: Number(s.risk_p_alive),
      riskGaps: Number(s.risk_gaps),
    },
  );
  const shown = tables.clv_segments!;
  const of = (attribute: string) => shown.filter((row) => row.attribute === attribute);
  expectExample(of("lifecycle"), exampleRows("segments", "expected_lifecycle"), ["lifecycle"], {
    lifecycle: "segment",
  });
  expectExample(of("country"), exampleRows("segments", "expected_countries"), ["country"], {
    country: "segment",
  });
  expectExample(
    tables.clv_small_segments!.filter((row) => row.attribute === "country"),
    exampleRows("segments", "expected_small_countries"),
    ["country"],
    { country: "segment" },
  );
  expectExample(
    tables.clv_segment_pooling!.filter((row) => row.attribute === "country"),
    exampleRows("segments", "expected_pooling"),
    ["customers"],
  );
  for (const attribute of ["lifecycle", "value_tier", "rfm", "country"])
    expect(of(attribute).reduce((sum, row) => sum + Number(row.share_of_clv), 0)).toBeCloseTo(1, 12);
});

const segment = (name: string | null, customers: number): SegmentSum => ({
  ...{ attribute: "country", segment: name, customers, returned: 0, revenue: customers },
  horizons: [{ days: 365, purchases: 1, value: 10 * customers, squares: customers }],
});

test("a single small segment is shown with the next smallest, and its sums are not to be had by difference", () => {
  const all = [segment("DE", 10), segment("FR", 4), segment("NL", 1)];
  expect(mergedSegments(all, 3).map((s) => s.segment)).toEqual(["NL", "FR"]);
  expect(shownSegments(all, 3).map((s) => [s.segment, s.customers, s.pooled])).toEqual([
    ["DE", 10, false],
    ["(small)", 5, false],
  ]);
});

test("where it would stand alone its mean is that of all, and its sums are not told", () => {
  const [row] = shownSegments([segment("NL", 2)], 3);
  expect(row).toMatchObject({
    segment: "(small)",
    revenue: null,
    value: null,
    purchases: null,
    mean: 10,
    pooled: true,
  });
});

test("two small segments below the minimum together have a pooled mean and their sum", () => {
  const [, small] = shownSegments([segment("DE", 10), segment("FR", 1), segment("NL", 1)], 3);
  expect(small).toMatchObject({ segment: "(small)", customers: 2, value: 20, mean: 10, pooled: true });
});

test("a country called (small) is a small one", () => {
  const all = [segment("DE", 10), segment("(small)", 9), segment("NL", 1)];
  expect(shownSegments(all, 3).map((s) => [s.segment, s.customers])).toEqual([
    ["DE", 10],
    ["(small)", 10],
  ]);
});

test("of segments drawn from one population few differ, and one that differs is found", async () => {
  const rows = Array.from({ length: 600 }, (_, i): ExampleRow => {
    const country = String(i % 6);
    const noise = ((i * 7919) % 101) / 10;
    return {
      ...{ customer_id: `c${i}`, first_day: "2024-01-01", last_day: i % 3 ? "2024-01-01" : "2024-06-01" },
      ...{ x: i % 3 ? "0" : "1", revenue: "10", p_alive: "0.9", country },
      clv: String(country === "5" ? noise + 3 : noise),
    };
  });
  const { tables } = await made(rows, "2024-12-31", 50);
  const means = tables.clv_segment_tests!.filter((t) => t.measure === "mean_clv");
  expect(means.map((t) => t.segment)).toEqual(["0", "1", "2", "3", "4", "5"]);
  expect(means.filter((t) => Number(t.q_value) < 1e-6).map((t) => t.segment)).toContain("5");
  const five = means.find((t) => t.segment === "5")!;
  expect(Number(five.difference_lo95)).toBeLessThan(3.1);
  expect(Number(five.difference_hi95)).toBeGreaterThan(2.9);
});

test("nobody at all makes no rows", async () => {
  const { tables } = await made([], "2024-12-31", 3);
  expect(Object.values(tables).map((rows) => rows.length)).toEqual([0, 0, 0, 0]);
});
