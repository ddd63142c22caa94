import { afterAll, expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { customerSegments, customerSegmentsSelect } from "../../../pipeline/marts/customer-segments.js";
import { factsWith } from "../../../pipeline/marts/facts.js";
import type { MartInputs } from "../../../pipeline/marts/mart.js";
import {
  type ExampleRow,
  exampleRows,
  exampleSettings,
  examplesAreThere,
  expectExample,
  smallTables,
} from "./example-tables.js";

const db = await smallTables();
afterAll(() => db.close());

const inputs = (asOf: string, segments: object, money = true): MartInputs => ({
  dialect: duckdbDialect,
  facts: { ...factsWith(365), asOf, money },
  config: configSchema.parse({ segments }),
  table: (name) => duckdbDialect.table(name),
});

async function base(rows: readonly ExampleRow[]): Promise<void> {
  await db.run("drop table if exists customers; drop table if exists scores");
  await db.make(
    "customers",
    "customer_id varchar, first_day date, last_day date, x integer, total_spend decimal(38,4)",
    rows.map((r) => ({ ...r, total_spend: r.revenue ?? null })),
  );
  await db.make("scores", "customer_id varchar, p_alive double, value_tier varchar", rows);
}

test.skipIf(!examplesAreThere)("the customers of the worked example", async () => {
  const s = exampleSettings("segments");
  await base(exampleRows("segments", "input_customers"));
  const rows = await db.rows(
    customerSegmentsSelect(
      inputs(s.as_of!, {
        newDays: Number(s.new_days),
        lostPAlive: Number(s.lost_p_alive),
        lostGaps: Number(s.lost_gaps),
        riskPAlive: Number(s.risk_p_alive),
        riskGaps: Number(s.risk_gaps),
      }),
    ).text,
  );
  expectExample(rows, exampleRows("segments", "expected_customers"), ["customer_id"]);
});

test("a base in which nobody came back has no rhythm, and everybody the middle score of frequency", async () => {
  await base([
    { customer_id: "a", first_day: "2024-01-01", last_day: "2024-01-01", x: "0", revenue: "5", p_alive: "1" },
    { customer_id: "b", first_day: "2024-12-01", last_day: "2024-12-01", x: "0", revenue: "5", p_alive: "1" },
  ]);
  const rows = await db.rows(customerSegmentsSelect(inputs("2024-12-31", {})).text);
  expect(rows.map((r) => [r.customer_id, r.gaps_overdue, r.lifecycle, r.rfm]).sort()).toEqual([
    ["a", null, "active", "233"],
    ["b", null, "new", "433"],
  ]);
});

test("a gap exactly at the limit is not beyond it, and without amounts there is no score of revenue", async () => {
  // G = 30: gaps of 30 days each
  await base([
    {
      customer_id: "a",
      first_day: "2024-01-01",
      last_day: "2024-01-31",
      x: "1",
      revenue: null,
      p_alive: "0.5",
    },
    {
      customer_id: "b",
      first_day: "2024-01-01",
      last_day: "2024-01-31",
      x: "1",
      revenue: null,
      p_alive: "0.1",
    },
  ]);
  const rows = await db.rows(customerSegmentsSelect(inputs("2024-03-16", {}, false)).text);
  expect(rows.map((r) => [r.gaps_overdue, r.lifecycle, r.m_score, r.rfm])).toEqual([
    [1.5, "active", null, "33"],
    [1.5, "at_risk", null, "33"],
  ]);
});

test("the sentence counts each lifecycle", () => {
  const rows = [
    { lifecycle: "active", customers: 4 },
    { lifecycle: "at_risk", customers: 1200 },
  ];
  expect(customerSegments.view.answer(rows, factsWith(365))).toMatch(/^4 active, 1,200 at risk\. /);
});
