import { expect, test } from "vitest";
import { sbg, survival } from "../../../models/index.js";
import { type ConfigInput, configSchema } from "../../../pipeline/config/config.js";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import type { Row } from "../../../pipeline/engines/engine.js";
import { cohortExpected, cohortMonths } from "../../../pipeline/marts/cohorts/prepared.js";
import { lapseMonths } from "../../../pipeline/marts/value-views/lapse-months.js";
import { valueMonths } from "../../../pipeline/marts/value-views/prepared.js";
import { subscribersByAge, valueRetention } from "../../../pipeline/marts/value-views/retention.js";
import { valueViews } from "../../../pipeline/marts/value-views/value-views.js";
import { monthIndex, people, randomLog } from "./cohort-loop.js";
import {
  type ExampleRow,
  exampleRows,
  exampleSettings,
  examplesAreThere,
  expectExample,
  isSame,
  smallTables,
} from "./example-tables.js";
import { martFacts, martInputs } from "./mart-statements.js";
import { preparedColumns } from "./prepared-columns.js";
import { expectNothing, noBoundsIn, type SmallRun, smallRun } from "./small-run.js";

/** Of two months to come; the mart does not read them. */
const expectedMonths =
  "create table mart_expected_months as select distinct x, t_x, t_cal, 0 as purchases_1, 0 as value_1, 0 as purchases_2, 0 as value_2 from customers";

/** The mart with a given residual value of each customer; nobody has a contract. */
async function valued(run: SmallRun): Promise<[string, number, number][]> {
  await run.prepare("mart_cohort_months", cohortMonths(run.inputs));
  await run.prepare("mart_cohort_expected", cohortExpected(run.inputs, false));
  await run.prepare("mart_value_months", valueMonths(run.inputs));
  await run.run(`create table mart_value_retention (${preparedColumns.mart_value_retention})`);
  await noBoundsIn(run, [
    "mart_cohort_bounds_0",
    "mart_value_bounds_0",
    ...run.inputs.facts.attributes.map((_, i) => `mart_value_bounds_${i + 1}`),
  ]);
  return run.derive(valueViews);
}

test.skipIf(!examplesAreThere)("the worked example", async () => {
  const settings = exampleSettings("value-views");
  const run = await smallRun(
    exampleRows("value-views", "input_transactions"),
    {
      ...{ asOf: settings.as_of!, margin: Number(settings.margin), attributes: ["segment"] },
      ...{ annualDiscountRate: Number(settings.annual_discount), meanCac: Number(settings.acquisition_cost) },
    },
    {
      targets: { lapseMonths: Number(settings.lapse_months) },
      costs: { service: { perMonth: Number(settings.service_cost_per_month) } },
    },
  );
  await run.make(
    "scores",
    "customer_id varchar, expected_spend double, residual_clv double",
    exampleRows("value-views", "input_scores"),
  );
  await run.run(expectedMonths);
  const identities = await valued(run);
  expectExample(
    await run.rows("select * from clv_value_views"),
    exampleRows("value-views", "expected_value"),
    ["scope", "key"],
  );
  for (const [says, found, expected] of identities) expect(found, says).toBeCloseTo(expected, 9);
  run.close();
});

test("the formulas' figures are those of a plain loop over months", async () => {
  const log = randomLog(3, 150);
  const [asOf, lapse] = ["2024-12-20", 3];
  const run = await smallRun(
    log,
    { asOf, attributes: ["channel"] },
    {
      targets: { lapseMonths: lapse },
      costs: { service: { perMonth: 1, perOrder: 2, shareOfRevenue: 0.1 } },
    },
  );
  await run.run(
    "create table scores as select customer_id, 10.0 + x as expected_spend, 7.0 + x as residual_clv from customers",
  );
  await run.run(expectedMonths);
  const identities = await valued(run);
  const last = monthIndex(asOf) - 1;
  const sums = new Map<
    string | null,
    { months: number; exposures: number; lapses: number; net: number; purchases: number; orders: number }
  >();
  for (const { rows, first, source } of people(log.filter((row) => row.day! <= asOf))) {
    if (first === null || first > last) continue;
    const at = sums.get(source) ?? { months: 0, exposures: 0, lapses: 0, net: 0, purchases: 0, orders: 0 };
    sums.set(source, at);
    const complete = rows.filter((row) => monthIndex(row.day!) <= last);
    const bought = complete.filter((row) => row.is_refund === "false");
    const months = new Set(bought.map((row) => monthIndex(row.day!)));
    const current = (month: number): boolean =>
      Array.from({ length: lapse }, (_, k) => month - k).some((m) => months.has(m));
    for (let month = first; month <= last; month++) {
      if (!current(month)) continue;
      at.months++;
      if (month < last) at.exposures++;
      if (month < last && !current(month + 1)) at.lapses++;
    }
    at.net += complete.reduce((sum, row) => sum + Number(row.amount), 0);
    at.orders += bought.length;
    at.purchases += new Set(bought.map((row) => row.day)).size;
  }
  const found = await run.rows("select * from clv_value_views where scope = 'segment'");
  expect(found.length).toBe(3);
  for (const row of found) {
    const number = (name: string): number => Number(row[name]);
    const { months, exposures, lapses, net, purchases, orders } = sums.get(row.key as string | null)!;
    expect([number("customer_months"), number("exposures"), number("lapses"), number("purchases")]).toEqual([
      months,
      exposures,
      lapses,
      purchases,
    ]);
    expect(number("net_revenue")).toBeCloseTo(net, 6);
    expect(number("formula_2")).toBeCloseTo(((0.4 * net) / months) * (exposures / lapses), 6);
    expect(number("formula_3")).toBeCloseTo(number("formula_1"), 6);
    const service = 1 + (2 * orders) / months + (0.1 * net) / months;
    expect(number("service_cost_per_month")).toBeCloseTo(service, 9);
    expect(number("formula_1_net")).toBeCloseTo(
      (net / months - service) * number("discounted_lifetime_months") - 20,
      6,
    );
    expect(number("formula_2_gap")).toBeCloseTo(number("formula_2") / number("predictive_total") - 1, 9);
    expect([row.acquisition_cost, row.predictive_total_lo80, row.aggregate_retention]).toEqual([
      20,
      null,
      null,
    ]);
  }
  for (const [says, sum, total] of identities) expect(sum, says).toBeCloseTo(total, 6);
  run.close();
});

test("a cohort without lapses has no lifetime, and the sentence says why", async () => {
  const rows = ["2024-10-01", "2024-11-05", "2024-12-24"].map((day, i) => ({
    ...{ order_id: `o${i}`, customer_id: "k", day, amount: "20", is_refund: "false" },
  }));
  const run = await smallRun(rows, { asOf: "2024-12-31", attributes: [] });
  await expectNothing(run);
  await valued(run);
  const [base] = await run.rows(
    "select churn_rate, lifetime_months, discounted_lifetime_months, formula_2, formula_1_net, reason from clv_value_views",
  );
  expect(base).toEqual({
    ...{ churn_rate: 0, lifetime_months: null, formula_2: null, reason: "no_lapse" },
    // as if nobody ever lapsed: 1 / (1 - v)
    discounted_lifetime_months: expect.closeTo(1 / (1 - 1.1 ** (-1 / 12)), 6),
    formula_1_net: expect.any(Number),
  });
  const shown = await run.rows(valueViews.view.select(run.inputs, { limit: 5, filters: {} }).text);
  expect(valueViews.view.answer(shown as Row[], run.inputs.facts)).toBe(
    "A customer has brought 24.00 EUR of margin, and by the model is worth 24.00 EUR with what is expected for ever; the formulas say nothing, since nobody was seen to lapse, so that there is no lifetime.",
  );
  run.close();
});

test.skipIf(!examplesAreThere)(
  "what aggregate retention makes of contracts: the published cases",
  async () => {
    const rows = exampleRows("value-views", "input_sbg_cases");
    for (const total of exampleRows("value-views", "expected_sbg_totals")) {
      const contracts = rows.filter((row) => row.case === total.case);
      const params = { alpha: Number(contracts[0]!.alpha), beta: Number(contracts[0]!.beta) };
      const discount = Number(contracts[0]!.annual_discount);
      const left = (row: ExampleRow, years: number): number =>
        Math.round(Number(row.acquired) * survival(sbg, params, years));
      const run = await smallTables();
      await run.run("create table customers (first_day date, t_x integer, t_cal integer)");
      for (const row of contracts) {
        const age = Number(row.years_ago);
        for (let k = 0; k <= age; k++) {
          const n = left(row, k) - (k < age ? left(row, k + 1) : 0);
          await run.run(
            `insert into customers select date '${2020 - age}-01-01', ${k}, ${age} from range(${n})`,
          );
        }
      }
      const inputs = { ...martInputs(duckdbDialect), facts: { ...martFacts, attributes: [] } };
      const found = (await run.rows(subscribersByAge(inputs).text)) as Row[];
      await run.run(`create table retention as ${valueRetention(found, discount).text}`);
      const [base] = await run.rows("select * from retention where value_key = 'base'");
      expectExample(
        [{ ...base, case: total.case }],
        [
          {
            case: total.case!,
            alive: total.alive!,
            retention: total.aggregate_retention!,
            lifetime: total.naive_lifetime!,
          },
        ],
        ["case"],
      );
      expect(
        isSame(
          Number(base!.alive) * Number(base!.lifetime) * Number(contracts[0]!.price),
          total.naive_value!,
        ),
      ).toBe(true);
      expect(Number(base!.to_come) * (1 + discount)).toBeCloseTo(Number(base!.lifetime), 12);
      expect(await run.rows("select * from retention where value_key = 'cohort=2020-01-01'")).toMatchObject([
        { alive: "10000", retention: null },
      ]);
      run.close();
    }
  },
);

test("a customer is gone after a year without a purchase, a subscriber after the period it paid", () => {
  const months = (input: ConfigInput): number => lapseMonths(configSchema.parse(input));
  expect(months({})).toBe(12);
  expect(months({ purchase: { model: "sbg" } })).toBe(1);
  expect(months({ purchase: { model: "sbg", period: "quarter" } })).toBe(3);
  expect(months({ purchase: { model: "bg-bb", period: 45 } })).toBe(2);
  expect(months({ purchase: { model: "sbg", period: "year" }, targets: { lapseMonths: 6 } })).toBe(6);
});
