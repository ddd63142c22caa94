import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { equityBridge } from "../../../pipeline/marts/equity/bridge.js";
import { equity } from "../../../pipeline/marts/equity/equity.js";
import { plannedEquity } from "../../../pipeline/marts/equity/planned.js";
import { terms } from "../../../pipeline/marts/equity/terms.js";
import { factsWith, type MartFacts } from "../../../pipeline/marts/facts.js";
import type { MartInputs } from "../../../pipeline/marts/mart.js";
import { say } from "../../../pipeline/text/messages/say.js";
import {
  type ExampleRow,
  exampleRows,
  exampleSettings,
  examplesAreThere,
  expectExample,
  type SmallTables,
  smallTables,
} from "./example-tables.js";
import { preparedColumns } from "./prepared-columns.js";

let tables: SmallTables;
beforeAll(async () => {
  tables = await smallTables();
});
afterAll(() => tables.close());

const opening = factsWith(365).since.opening!;

function inputsOf(facts: MartFacts): MartInputs {
  return {
    ...{ dialect: duckdbDialect, facts, config: configSchema.parse({}) },
    table: (name) => duckdbDialect.table(name),
  };
}

const rowsOf = (table: 0 | 1, facts: MartFacts): Promise<Record<string, unknown>[]> =>
  tables.rows(equityBridge.tables[table]!.select(inputsOf(facts)).text);

async function restated(rows: readonly ExampleRow[]): Promise<void> {
  await tables.run("drop table if exists mart_restated_customers");
  await tables.make("mart_restated_customers", preparedColumns.mart_restated_customers!, rows);
}

describe.skipIf(!examplesAreThere)("the worked example of the bridge", () => {
  let facts: MartFacts;
  beforeAll(async () => {
    const settings = exampleSettings("equity");
    await restated(
      exampleRows("equity", "input_customers").map((row) => ({
        ...row,
        equity_opening_settings: row.equity_opening_restated!,
        expected_beyond: null,
      })),
    );
    const day = (name: string): number => Date.parse(settings[name]!) / 86_400_000;
    facts = {
      ...factsWith(365),
      annualDiscountRate: Number(settings.annual_discount),
      since: {
        opening: {
          ...opening,
          asOf: settings.opening_as_of!,
          days: day("closing_as_of") - day("opening_as_of"),
          customers: 8,
          equity: Number(settings.opening_total),
        },
        why: null,
      },
    };
  });

  test("each customer", async () => {
    expectExample(await rowsOf(1, facts), exampleRows("equity", "expected_changes"), ["customer_id"]);
  });

  // behaviour is shown as grown and shrunk, which the decisions ask for; lines have other numbers therefore
  test("each line", async () => {
    const found = await rowsOf(0, facts);
    const of = (item: string) => found.find((r) => r.item === item)!;
    const behaviour = {
      item: "behaviour",
      customers: Number(of("grown").customers) + Number(of("shrunk").customers),
      amount: Number(of("grown").amount) + Number(of("shrunk").amount),
    };
    for (const item of ["settings", "extended"]) expect(of(item)).toMatchObject({ amount: 0 });
    const own = found.filter(
      ({ item }) => !["grown", "shrunk", "settings", "extended"].includes(String(item)),
    );
    expectExample(
      [...own, behaviour],
      exampleRows("equity", "expected_bridge").map(({ line: _, ...row }) => row),
      ["item"],
    );
  });
});

test("the answer names what moved most, in the currency of the log", () => {
  const rows = [
    { item: "opening", amount: 1000 },
    { item: "released", amount: -60 },
    { item: "unwound", amount: 6 },
    { item: "new", amount: 115 },
    { item: "lost", amount: -71.5 },
    { item: "closing", amount: 989.5 },
  ];
  const { answer } = equityBridge.view;
  expect(answer(rows, factsWith(365))).toBe(
    "The base is worth 989.50 EUR, 10.50 EUR less than on 2024-11-30; what moved most: new customers +115.00 EUR, customers lost -71.50 EUR, value that came due -60.00 EUR.",
  );
  expect(answer(rows.slice(1), factsWith(365))).toBe(say("equity.bridge.part"));
});

test("the answer says what the base is worth, and over which days", () => {
  const row = {
    attribute: null,
    source: null,
    customers: 1200,
    equity: 5000,
    equity_lo80: 4000,
    equity_hi80: 6000.5,
  };
  expect(equity.view.answer([row], factsWith(365))).toBe(
    "The 1,200 customers are worth 5,000.00 EUR (80 %: 4,000.00 EUR to 6,000.50 EUR): the margin expected of them for ever.",
  );
  expect(
    equity.view.answer([{ ...row, attribute: "channel", source: "web", equity_lo80: null }], {
      ...factsWith(365),
      forEver: false,
    }),
  ).toBe(
    "The 1,200 customers of channel web are worth 5,000.00 EUR: the margin expected of them in the next 365 days, since without a discount rate or churn a value for ever has no end.",
  );
});

test("planned customers are worth what one is, times their number, discounted from the middle of their month", async () => {
  await tables.make("clv_equity", "attribute varchar, equity double", [{ attribute: null, equity: "1000" }]);
  await tables.make("mart_planned_customers", preparedColumns.mart_planned_customers!, [
    {
      from_day: "2025-01-01",
      days: "31",
      new_customers: "10",
      acquisition_cost: "150",
      expected_value: "30",
    },
    {
      from_day: "2025-02-01",
      days: "28",
      new_customers: "20",
      acquisition_cost: "320",
      expected_value: "30",
    },
  ]);
  const select = plannedEquity.tables[0]!.select(inputsOf(factsWith(365))).text;
  const [row] = await tables.rows(select);
  const [january, february] = [1.1 ** (-16 / 365), 1.1 ** (-(32 + 13.5) / 365)];
  expect(Number(row!.new_customers)).toBe(30);
  expect(Number(row!.planned_value)).toBeCloseTo(300 * january + 600 * february, 9);
  expect(Number(row!.planned_cost)).toBeCloseTo(150 * january + 320 * february, 9);
  expect(Number(row!.equity_with_planned)).toBeCloseTo(1000 + 150 * january + 280 * february, 9);
  await tables.run("delete from mart_planned_customers");
  const [none] = await tables.rows(select);
  expect(none).toMatchObject({ equity: 1000, new_customers: null, equity_with_planned: null });
});

const textOf = (value: number | null): string | null => (value === null ? null : String(value));

/** Customers of every kind at random, and some that are in one table alone. */
function randomCustomers(count: number): ExampleRow[] {
  let state = 7;
  const random = (): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const some = (share: number, most = 500): number | null => (random() < share ? random() * most : null);
  const lifecycles = ["new", "active", "at_risk", "lost", null];
  return Array.from({ length: count }, (_, i) => {
    const isThere = random() < 0.9;
    return {
      customer_id: `c${i}`,
      first_day: isThere ? (random() < 0.8 ? "2024-05-01" : "2024-12-10") : null,
      state_opening: lifecycles[Math.floor(random() * 5)]!,
      state_closing: isThere ? lifecycles[Math.floor(random() * 4)]! : null,
      equity_opening: textOf(some(0.8)),
      // nothing is restated of who is gone from the data
      equity_opening_restated: textOf(isThere ? some(0.8) : null),
      equity_opening_settings: textOf(isThere ? some(0.8) : null),
      expected_in_period: textOf(isThere ? some(0.8, 40) : null),
      expected_beyond: textOf(isThere ? some(0.5, 20) : null),
      earned_in_period: textOf(isThere ? some(0.5, 60) : null),
      equity_closing_same_model: textOf(isThere ? random() * 500 : null),
      equity_closing: textOf(isThere ? random() * 500 : null),
    };
  });
}

describe("customers at random", () => {
  const facts = factsWith(365);
  const input = randomCustomers(400);
  beforeAll(() => restated(input));

  test("terms of each customer lead exactly from opening to closing", async () => {
    const rows = await rowsOf(1, facts);
    expect(rows).toHaveLength(400);
    for (const row of rows) {
      const sum = ["opening", ...terms].reduce((total, name) => total + Number(row[name]), 0);
      expect(Math.abs(sum - Number(row.closing))).toBeLessThan(1e-9);
    }
  });

  test("lines are those of a plain loop", async () => {
    const g = 1.1 ** (31 / 365);
    const totals = new Map<string, { customers: number; amount: number }>();
    const add = (item: string, amount: number, counts = true): void => {
      const t = totals.get(item) ?? { customers: 0, amount: 0 };
      totals.set(item, { customers: t.customers + (counts ? 1 : 0), amount: t.amount + amount });
    };
    const n = (value: string | null | undefined): number => Number(value ?? 0);
    let published = 0;
    let openings = 0;
    for (const row of input) {
      if (row.equity_opening !== null) published += 1;
      openings += n(row.equity_opening);
      const isThere = row.equity_closing !== null;
      const isNew = isThere && row.first_day! > opening.asOf;
      const isKnown = isThere && !isNew;
      const left = n(row.equity_opening_settings) - n(row.expected_in_period) + n(row.expected_beyond);
      const off = n(row.equity_closing_same_model) - left * g;
      add("released", -n(row.expected_in_period), isKnown);
      add("extended", n(row.expected_beyond), isKnown);
      add("unwound", left * (g - 1), isKnown);
      const late = n(row.equity_opening_restated) - n(row.equity_opening);
      add("restated", late, late !== 0);
      if (isNew) add("new", off);
      else if (isThere && row.state_closing === "lost" && row.state_opening !== "lost") add("lost", off);
      else if (isThere) add(off >= 0 ? "grown" : "shrunk", off);
      add("reestimated", n(row.equity_closing) - n(row.equity_closing_same_model), isThere);
      add("closing", n(row.equity_closing), isThere);
    }
    add("forgotten", openings - opening.equity, false);
    totals.get("forgotten")!.customers = opening.customers - published;
    const rows = await rowsOf(0, facts);
    for (const [item, expected] of totals) {
      const found = rows.find((r) => r.item === item)!;
      expect([item, Number(found.customers)]).toEqual([item, expected.customers]);
      expect(Number(found.amount), item).toBeCloseTo(expected.amount, 6);
    }
    const [found] = await tables.rows(
      `select sum(case when item = 'closing' then -amount else amount end) as off from (${equityBridge.tables[0]!.select(inputsOf(facts)).text}) b`,
    );
    expect(Math.abs(Number(found!.off))).toBeLessThan(1e-6);
  });
});
