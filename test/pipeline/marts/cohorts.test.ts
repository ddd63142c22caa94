import { expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import type { Row } from "../../../pipeline/engines/engine.js";
import { cohorts } from "../../../pipeline/marts/cohorts/cohorts.js";
import { cohortExpected, cohortMonths } from "../../../pipeline/marts/cohorts/prepared.js";
import type { MartFacts } from "../../../pipeline/marts/facts.js";
import { monthIndex, people, randomLog } from "./cohort-loop.js";
import {
  type ExampleRow,
  exampleRows,
  exampleSettings,
  examplesAreThere,
  expectExample,
} from "./example-tables.js";
import { preparedColumns } from "./prepared-columns.js";
import { expectNothing, noBoundsIn, type SmallRun, smallRun } from "./small-run.js";

const oneMonth = { from: "2025-04-16", to: "2025-04-30" };

async function derived(
  log: readonly ExampleRow[],
  facts: Partial<MartFacts> & Pick<MartFacts, "asOf" | "attributes">,
  model: (run: SmallRun) => Promise<void> = expectNothing,
): Promise<SmallRun & { readonly identities: readonly [string, number, number][] }> {
  const run = await smallRun(log, facts);
  await model(run);
  await run.prepare("mart_cohort_months", cohortMonths(run.inputs));
  await run.prepare("mart_cohort_expected", cohortExpected(run.inputs, false));
  for (const [i] of [null, ...facts.attributes].entries()) {
    await noBoundsIn(run, [`mart_cohort_bounds_${i}`]);
    await run.run(
      `create table mart_cohort_month_bounds_${i} (${preparedColumns.mart_cohort_month_bounds_0})`,
    );
  }
  return { ...run, identities: await run.derive(cohorts) };
}

test.skipIf(!examplesAreThere)("the worked example", async () => {
  const settings = exampleSettings("cohorts");
  const run = await derived(exampleRows("cohorts", "input_transactions"), {
    ...{ asOf: settings.as_of!, margin: Number(settings.margin), attributes: ["source"] },
    months: [oneMonth],
  });
  // retention is named bought_share now
  expectExample(
    await run.rows("select * from clv_cohorts where attribute = 'source'"),
    exampleRows("cohorts", "expected_cohorts"),
    ["acquisition_month", "source", "age_months"],
    { retention: "bought_share" },
  );
  const ages = await run.rows(
    "select * replace (case when attribute is null then '(all)' else source end as source) from clv_cohort_ages",
  );
  // the example counts month x source of all customers too; here their cohorts are months, whatever attributes there are
  const lines = exampleRows("cohorts", "expected_by_age").map((row) =>
    row.source === "(all)" ? { ...row, cohorts: String(row.age_months === "2" ? 1 : 2) } : row,
  );
  expectExample(ages, lines, ["source", "age_months"], { retention: "bought_share" });
  for (const [says, found, expected] of run.identities) expect(found, says).toBeCloseTo(expected, 9);
  run.close();
});

test("the same as a plain loop over the log, and all of it adds up", async () => {
  const log = randomLog(7, 120);
  const asOf = "2024-12-20";
  const run = await derived(log, { asOf, margin: 0.3, attributes: ["channel"] });
  const known = log.filter((row) => row.day! <= asOf);
  const expected = new Map<string, ReturnType<typeof cell>>();
  const last = monthIndex(asOf);
  const everyone = people(known);
  for (const { first, source } of everyone)
    if (first !== null)
      for (let age = 0; first + age <= last; age++) expected.set(`${source}|${first}|${age}`, cell());
  for (const { rows, first, source } of everyone) {
    const bought = new Map<string, Set<string>>();
    if (first !== null)
      for (let age = 0; first + age <= last; age++) expected.get(`${source}|${first}|${age}`)!.customers++;
    for (const { day, amount, is_refund } of rows) {
      const key = first === null ? "nobody" : `${source}|${first}|${Math.max(0, monthIndex(day!) - first)}`;
      if (!expected.has(key)) expected.set(key, cell());
      const at = expected.get(key)!;
      if (is_refund === "true") at.refunds -= Number(amount);
      else {
        at.orders++;
        at.gross_revenue += Number(amount);
        bought.set(key, (bought.get(key) ?? new Set()).add(day!));
      }
    }
    for (const [key, days] of bought) {
      expected.get(key)!.purchases += days.size;
      expected.get(key)!.active++;
    }
  }
  const found = await run.rows(
    "select *, acquisition_month::varchar as acquired from clv_cohorts where attribute = 'channel'",
  );
  expect(found.length).toBe(expected.size);
  for (const row of found) {
    const acquired = row.acquired as string | null;
    const key = acquired === null ? "nobody" : `${row.source}|${monthIndex(acquired)}|${row.age_months}`;
    for (const [name, value] of Object.entries(expected.get(key)!))
      expect(Number(row[name]), `${key} ${name}`).toBeCloseTo(value, 6);
  }
  expect(expected.get("nobody")!.refunds).toBeGreaterThan(0);
  for (const [says, sum, total] of run.identities) expect(sum, says).toBeCloseTo(total, 6);
  run.close();
});

const cell = () => ({ customers: 0, active: 0, orders: 0, purchases: 0, gross_revenue: 0, refunds: 0 });

test("what is expected is added up by cohort, from the month that is not over", async () => {
  const log = randomLog(9, 60);
  const asOf = "2024-12-20";
  const facts = {
    ...{ asOf, margin: 0.3, attributes: ["channel"], horizonsDays: [11, 42], longestDays: 42 },
    months: [
      { from: "2024-12-21", to: "2024-12-31" },
      { from: "2025-01-01", to: "2025-01-31" },
    ],
  };
  const run = await derived(log, facts, async ({ run }) => {
    await run(
      "create table scores as select customer_id, 10.0 + x as expected_spend, 7.0 + x as residual_clv, x / 10 + x / 5 as expected_purchases_42d from customers",
    );
    await run(
      "create table mart_expected_months as select distinct x, t_x, t_cal, x / 10 as purchases_1, x / 5 as purchases_2, x / 8 as value_1, x / 4 as value_2 from customers",
    );
  });
  const rows = await run.rows(`
    with e as (select date_trunc('month', first_day)::date as acquisition_month, sum(x / 10) as p1, sum(x / 5) as p2,
        0.3 * sum((10 + x) * x / 8) as m1, 0.3 * sum((10 + x) * x / 4) as m2, count(*) as n, sum(7 + x) as r from customers group by all)
    select p.*, p1, p2, m1, m2, n, r, o.cumulative_margin_per_customer as so_far, t.ltv, t.residual_value from clv_cohort_projection p join e using (acquisition_month)
      join clv_cohort_totals t on t.attribute is null and t.acquisition_month = p.acquisition_month
      join clv_cohorts o on o.attribute is null and o.month = date '2024-12-01' and o.acquisition_month = p.acquisition_month
    where p.attribute is null`);
  expect(rows.length).toBeGreaterThan(20);
  expect(run.identities.map(([says]) => says)).toContain(
    "purchases expected of all cohorts to the longest horizon",
  );
  for (const [says, sum, total] of run.identities) expect(sum, says).toBeCloseTo(total, 6);
  for (const row of rows) {
    const number = (name: string): number => Number(row[name]);
    const now = row.month === "2024-12-01";
    expect(number("expected_purchases")).toBeCloseTo(number(now ? "p1" : "p2"), 9);
    expect(number("expected_margin")).toBeCloseTo(number(now ? "m1" : "m2"), 9);
    const margin = number("m1") + (now ? 0 : number("m2"));
    expect(number("cumulative_margin_per_customer")).toBeCloseTo(number("so_far") + margin / number("n"), 9);
    expect(number("residual_value")).toBeCloseTo(number("r"), 9);
    expect(number("ltv")).toBeCloseTo(number("so_far") + number("r") / number("n"), 9);
    expect(row.expected_margin_lo80).toBeNull();
  }
  const ages = await run.rows(
    "select count(*) as n from clv_cohort_projection p join clv_cohorts c on c.attribute is not distinct from p.attribute and c.source is not distinct from p.source and c.acquisition_month = p.acquisition_month and c.age_months = p.age_months and c.month = p.month and not c.complete",
  );
  expect(Number(ages[0]!.n)).toBe(
    rows.length / 2 + (await run.rows("select * from clv_cohort_totals where attribute is not null")).length,
  );
  run.close();
});

test("one customer of the as-of day, without attributes and without intervals", async () => {
  const row = { order_id: "a", customer_id: "k", day: "2024-12-31", amount: "5", is_refund: "false" };
  const run = await derived([row], { asOf: "2024-12-31", attributes: [], months: [oneMonth] });
  expect(await run.rows("select age_months, eligible, bought_share, complete from clv_cohorts")).toEqual([
    { age_months: 0, eligible: "1", bought_share: 1, complete: true },
  ]);
  run.close();
});

test("a source is that of the first purchase day: unknown where that day does not say it, the smallest of several", async () => {
  const order = (customer_id: string, day: string, channel: string | null): ExampleRow => ({
    ...{ order_id: `${customer_id}${day}`, customer_id, day, amount: "10", is_refund: "false", channel },
  });
  const log = [
    ...[order("later", "2024-01-03", null), order("later", "2024-01-20", "web")],
    ...[
      order("both", "2024-01-05", "web"),
      order("both", "2024-01-05", null),
      order("both", "2024-01-05", "app"),
    ],
  ];
  const run = await derived(log, { asOf: "2024-01-31", attributes: ["channel"], months: [oneMonth] });
  expect(
    await run.rows(
      "select source, customers, orders from clv_cohorts where attribute = 'channel' order by source",
    ),
  ).toEqual([
    { source: "app", customers: "1", orders: "3" },
    { source: null, customers: "1", orders: "2" },
  ]);
  run.close();
});

test("the best cohort is named among those with enough customers", async () => {
  const log = ["2024-01", "2024-02", "2024-03"].flatMap((month, i) =>
    Array.from(
      { length: [3, 3, 1][i]! },
      (_, k): ExampleRow => ({
        ...{ order_id: `${month}${k}`, customer_id: `${month}${k}`, day: `${month}-05` },
        ...{ amount: String([50, 20, 900][i]), is_refund: "false", channel: "web" },
      }),
    ),
  );
  const run = await derived(log, { asOf: "2024-04-30", attributes: ["channel"], months: [oneMonth] });
  const inputs = { ...run.inputs, config: configSchema.parse({ targets: { minimumSegment: 2 } }) };
  const rows = await run.rows(cohorts.view.select(inputs, { limit: 2, filters: {} }).text);
  expect(rows.map((row) => row.acquisition_month)).toEqual(["2024-03-01", "2024-01-01"]);
  expect(cohorts.view.answer(rows as Row[], run.inputs.facts)).toBe(
    "Best is the cohort of 2024-01: margin of 20.00 EUR to date from each of 3 customers, and 20.00 EUR with all that is expected to come. m 1, m 6, m 12: share who bought in that month after the first.",
  );
  // without an end, what is to come is more for older cohorts: those of any age are compared by their first year
  const endless = { ...run.inputs.facts, forEver: false };
  const [best] = rows.filter(({ place }) => Number(place) === 1);
  expect(cohorts.view.answer([{ ...best, first_year: 7 }] as Row[], endless)).toContain(
    ", 7.00 EUR in the first twelve months",
  );
  const few = await run.rows(cohorts.view.select(run.inputs, { limit: 9, filters: { source: "web" } }).text);
  expect(cohorts.view.answer(few as Row[], run.inputs.facts)).toMatch(
    /2024-03 from web: .* No cohort has 100 customers/,
  );
  const none = await run.rows(cohorts.view.select(run.inputs, { limit: 9, filters: { source: "x" } }).text);
  expect(cohorts.view.answer(none as Row[], run.inputs.facts)).toBe("There is no cohort of this kind.");
  run.close();
});
