import { afterAll, beforeAll, expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { factsWith } from "../../../pipeline/marts/facts.js";
import { replacement } from "../../../pipeline/marts/replacement/replacement.js";
import { type ExampleRow, type SmallTables, smallTables } from "./example-tables.js";
import { preparedColumns } from "./prepared-columns.js";

let tables: SmallTables;
const facts = { ...factsWith(365), horizonsDays: [90, 365] };
const inputs = {
  ...{ dialect: duckdbDialect, facts, config: configSchema.parse({}) },
  table: (name: string) => duckdbDialect.table(name),
};

/**
 * A and B came by web, C by nothing known. Of A 0.8 x (1 - 0.9) = 0.08 leave within 90 days, 0.8 x 0.5 = 0.4 within a year; of B
 * 0.5 x 0.2 = 0.1 and 0.5 x 0.4 = 0.2; of C none. Their values: 100 x 0.5 + 40 x 0.4 = 66 within a year.
 */
const people: ExampleRow[] = [
  {
    customer_id: "A",
    attr_channel: "web",
    p_alive: "0.8",
    clv_365d: "100",
    staying_1: "0.9",
    staying_2: "0.5",
  },
  {
    customer_id: "B",
    attr_channel: "web",
    p_alive: "0.5",
    clv_365d: "40",
    staying_1: "0.8",
    staying_2: "0.6",
  },
  { customer_id: "C", attr_channel: null, p_alive: "1", clv_365d: "10", staying_1: "1", staying_2: "1" },
];

beforeAll(async () => {
  tables = await smallTables();
  await tables.make("customers", "customer_id varchar, attr_channel varchar", people);
  await tables.make("scores", "customer_id varchar, p_alive double, clv_365d double", people);
  await tables.make("mart_history_keys", "customer_id varchar, staying_1 double, staying_2 double", people);
  await tables.make("mart_replacement_newcomers", preparedColumns.mart_replacement_newcomers!, [
    { attribute: null, source: null, expected_value: "33" },
    { attribute: "channel", source: "web", expected_value: "22" },
    { attribute: "channel", source: null, expected_value: "-1" },
  ]);
  // 3 for each tenth of a customer kept
  await tables.make("mart_replacement_offers", preparedColumns.mart_replacement_offers!, [
    { customer_id: "A", expected_cost: "6", uplift_used: "0.2" },
    { customer_id: "C", expected_cost: "3", uplift_used: "0.1" },
  ]);
  const bound = (group_key: string): ExampleRow => ({
    ...{
      group_key,
      horizon_days: "365",
      value_lo95: "0.5",
      value_lo80: "0.8",
      value_hi80: "1.2",
      value_hi95: "1.5",
    },
  });
  await tables.make("mart_equity_bounds_0", preparedColumns.mart_equity_bounds_0!, [bound("all")]);
  await tables.make("mart_equity_bounds_1", preparedColumns.mart_equity_bounds_1!, [bound("is web")]);
});
afterAll(() => tables.close());

const rows = async (where: string): Promise<Record<string, unknown>[]> =>
  tables.rows(
    `select * from (${replacement.tables[0]!.select(inputs).text}) r where ${where} order by attribute nulls first, source nulls last, horizon_days`,
  );

const near = (
  row: Record<string, unknown>,
  expected: Readonly<Record<string, number | string | null>>,
): void => {
  for (const [name, value] of Object.entries(expected))
    if (typeof value === "number") expect(Number(row[name]), name).toBeCloseTo(value, 9);
    else expect(row[name], name).toBe(value);
};

test("losses, their value, who replaces them and at what cost", async () => {
  const [soon, year] = await rows("attribute is null");
  near(soon!, { horizon_days: 90, customers: 3, expected_alive: 2.3, expected_losses: 0.18 });
  near(year!, {
    ...{ expected_losses: 0.6, value_of_losses: 66, value_of_losses_lo80: 52.8, value_of_losses_hi95: 99 },
    ...{ new_customer_value: 33, new_customers_by_number: 0.6, new_customers_by_value: 2, cac: 20 },
    ...{
      cost_by_number: 12,
      cost_by_value: 40,
      replacement_cost: 40 / 0.6,
      cost_to_keep: 30,
      verdict: "keep",
    },
  });
});

test("by source; one whose new customers bring nothing replaces nobody, and nobody leaves where all stay", async () => {
  const [, web, , none] = await rows("attribute = 'channel'");
  near(web!, { source: "web", expected_losses: 0.6, new_customers_by_value: 3, replacement_cost: 100 });
  near(none!, {
    ...{ source: null, expected_losses: 0, value_of_losses: 0, new_customers_by_value: null },
    ...{ replacement_cost: null, cost_to_keep: 30, verdict: null, value_of_losses_lo80: null },
  });
});

test("the answer says how many, and whether to keep them", async () => {
  const shown = await tables.rows(
    `select * from (${replacement.tables[0]!.select(inputs).text}) r where attribute is null and horizon_days = 365`,
  );
  expect(replacement.view.answer(shown as never, facts)).toBe(
    "Of 3 customers 1 is expected to leave within 365 days, with 66.00 EUR of margin to come; 2 new customers are worth as much, at a cost of 40.00 EUR. Keeping one costs 30.00 EUR: less than replacing its value.",
  );
});
