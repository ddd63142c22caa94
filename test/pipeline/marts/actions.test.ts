import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import type { Row } from "../../../pipeline/engines/engine.js";
import {
  gainBounds,
  listed,
  type PlannedList,
  planner,
} from "../../../pipeline/marts/actions/action-plan.js";
import { actionSelect } from "../../../pipeline/marts/actions/action-select.js";
import { actions } from "../../../pipeline/marts/actions/actions.js";
import { planRows } from "../../../pipeline/marts/actions/plan.js";
import { factsWith } from "../../../pipeline/marts/facts.js";
import type { MartInputs } from "../../../pipeline/marts/mart.js";
import { martSettings } from "../../../pipeline/marts/mart-settings.js";
import type { MartServices } from "../../../pipeline/marts/services.js";
import { costFilesOf } from "../../../pipeline/sources/cost-source.js";
import type { Sql } from "../../../pipeline/sql/sql.js";
import { uniform } from "../cli/shop-log.js";
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

const facts = { ...factsWith(365), attributes: ["who"] };
const inputsWith = (actions: object, margin = 0.4): MartInputs => ({
  dialect: duckdbDialect,
  facts: { ...facts, margin },
  config: configSchema.parse({
    columns: { attributes: { who: "who" } },
    costs: { acquisition: { file: "costs.csv" } },
    actions,
  }),
  table: (name) => duckdbDialect.table(name),
});

/** clv_actions of customers with recency, gap, P(alive), a value, and x; `who` is their id, to give each settings of its own. */
async function made(
  rows: readonly ExampleRow[],
  inputs: MartInputs,
  excluded: readonly string[] = [],
  lifecycle = "active",
): Promise<Row[]> {
  for (const table of [
    "scores",
    "customers",
    "clv_customer_segments",
    "mart_next_orders",
    "mart_previous_scores",
    "mart_excluded",
  ])
    await db.run(`drop table if exists ${table}`);
  await db.make(
    "scores",
    "customer_id varchar, p_alive double, clv_365d double, residual_clv double, expected_spend double",
    rows.map((r) => ({ expected_spend: "100", clv_365d: r.residual_clv ?? null, ...r })),
  );
  await db.make(
    "customers",
    "customer_id varchar, x integer, attr_who varchar",
    rows.map((r) => ({ x: "3", ...r, attr_who: r.customer_id ?? null })),
  );
  await db.run(
    `create table clv_customer_segments (customer_id varchar, lifecycle varchar, value_tier varchar, recency_days integer, expected_gap_days double, gaps_overdue double)`,
  );
  for (const r of rows)
    await db.run(
      `insert into clv_customer_segments values ('${r.customer_id}', '${lifecycle}', 'top', ${r.recency_days}, ${r.expected_gap_days}, ${Number(r.recency_days)} / ${Number(r.expected_gap_days)}::double)`,
    );
  await db.make(
    "mart_next_orders",
    "customer_id varchar, days_10 double, days_25 double, days_50 double, days_75 double, days_90 double",
    rows.map((r) => ({
      customer_id: r.customer_id ?? null,
      days_10: "1",
      days_25: "5",
      days_50: "20",
      days_75: "50",
      days_90: null,
    })),
  );
  await db.make("mart_previous_scores", "customer_id varchar, p_alive double, clv double", [
    { customer_id: rows[0]!.customer_id ?? null, p_alive: "0.9", clv: "120" },
  ]);
  await db.make(
    "mart_excluded",
    "customer_id varchar",
    excluded.map((customer_id) => ({ customer_id })),
  );
  const select = actionSelect(inputs).text;
  return (await db.rows(`select * from (${select}) a order by rank nulls last, customer_id`)) as Row[];
}

/** Settings by customer, as an attribute. */
const each = (rows: readonly ExampleRow[], column: string) => ({
  by: "who",
  values: Object.fromEntries(rows.map((r) => [r.customer_id!, Number(r[column])])),
  otherwise: 0,
});

const planOf = (rows: readonly Row[], budget: number | null) => {
  const plan = planner(budget);
  for (const row of rows.filter((r) => r.candidate)) plan.take(listed(row));
  return plan.lists();
};

test.skipIf(!examplesAreThere)("the list and the plan of the worked example", async () => {
  const s = exampleSettings("call-list");
  const rows = exampleRows("call-list", "input_customers");
  const settings = {
    ...{ budget: Number(s.budget), contactCost: Number(s.contact_cost), overdueGaps: Number(s.overdue_gaps) },
    ...{
      uplift: { ...each(rows, "uplift") },
      incentive: each(rows, "incentive"),
      replacementCost: each(rows, "replacement_cost"),
    },
  };
  const found = await made(rows, inputsWith(settings, Number(s.margin)));
  expectExample(found, exampleRows("call-list", "expected_call_list"), ["customer_id"]);
  const names = {
    in_order: "in order until the budget is used",
    skipping: "in order, skipping what does not fit",
    best: "best of all lists",
    upper_bound: "upper bound",
  };
  const lists = planOf(found, settings.budget).map((l) => ({ ...l, method: names[l.method], cost: l.cost }));
  // the example names the customers of a list; the plan counts them
  const expected = exampleRows("call-list", "expected_budget").map((r) => ({
    ...r,
    customers: r.customers == null ? null : String(r.customers.split(" ").length),
  }));
  expectExample(lists, expected, ["method"]);
});

const customer = (customer_id: string, more: object = {}): ExampleRow => ({
  ...{ customer_id, recency_days: "100", expected_gap_days: "40", p_alive: "0.4", residual_clv: "100" },
  ...more,
});

test("one who never came back, and whom the model thinks alive for that, is judged by those who are as late", async () => {
  const rows = [
    customer("a", { x: "0", p_alive: "1" }),
    customer("b", { p_alive: "0.3" }),
    customer("c", { p_alive: "0.5" }),
    customer("d", { recency_days: "10", p_alive: "0.9" }),
    customer("e", { x: "0", p_alive: "1", recency_days: "10" }),
  ];
  const found = await made(rows, inputsWith({ uplift: 0.1, incentive: 5 }));
  const of = (id: string) => found.find((r) => r.customer_id === id)!;
  expect(of("a")).toMatchObject({ p_alive: 0.4, value_if_alive: 100, value_at_stake: 60, candidate: true });
  expect(of("e")).toMatchObject({ p_alive: 0.9, overdue: false, action: "wait" });
});

test("each customer has a reason, dates with their band, and what changed since the last run", async () => {
  const rows = [
    customer("a"),
    customer("b", { p_alive: "0", residual_clv: "0" }),
    customer("c", { recency_days: "40" }),
    customer("d"),
    customer("e", { residual_clv: null, clv_365d: "1" }),
    customer("f", { residual_clv: "90" }),
  ];
  const found = await made(rows, inputsWith({ budget: 5, uplift: 0.1, incentive: 10 }), ["d"]);
  expect(Object.fromEntries(found.map((r) => [r.customer_id, [r.action, r.reason]]))).toEqual({
    a: ["contact", "chosen"],
    b: ["leave", "no_value"],
    c: ["wait", "not_overdue"],
    d: ["leave", "excluded"],
    e: ["leave", "costs_more"],
    f: ["leave", "over_budget"],
  });
  expect(found[0]).toMatchObject({
    next_order: "2025-01-20",
    next_order_lo50: "2025-01-05",
    next_order_lo80: "2025-01-01",
    next_order_hi80: null,
  });
  expect(found[0]).toMatchObject({ previous_p_alive: 0.9, p_alive_change: -0.5, clv_change: -20 });
  expect(found[1]!.previous_p_alive).toBeNull();
});

test("a list costs no more than the budget, skipping gains no less, the best no less than that, the bound no less than all", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = (i: number): number => ((i * 7919 + seed * 104729) % 997) / 997;
    const rows = Array.from({ length: 14 }, (_, i) =>
      customer(`k${i}`, {
        p_alive: String(0.1 + 0.8 * random(i)),
        residual_clv: String(20 + 300 * random(i + 50)),
      }),
    );
    const found = await made(
      rows,
      inputsWith({
        budget: 25,
        uplift: 0.2,
        incentive: each(
          rows.map((r, i) => ({ ...r, n: String(1 + 12 * random(i + 99)) })),
          "n",
        ),
      }),
    );
    const [ordered, skipping, best, most] = planOf(found, 25) as [
      PlannedList,
      PlannedList,
      PlannedList,
      PlannedList,
    ];
    for (const l of [ordered, skipping, best]) expect(l.cost).toBeLessThanOrEqual(25 + 1e-9);
    expect(ordered.gain).toBeLessThanOrEqual(skipping.gain + 1e-9);
    expect(skipping.gain).toBeLessThanOrEqual(best.gain + 1e-9);
    expect(best.gain).toBeLessThanOrEqual(most.gain + 1e-9);
    const list = found.filter((r) => r.candidate).map(listed);
    let exact = 0;
    for (let mask = 0; mask < 2 ** list.length; mask++) {
      const on = list.filter((_, i) => mask & (2 ** i));
      const cost = on.reduce((sum, c) => sum + c.cost, 0);
      if (cost <= 25 + 1e-12)
        exact = Math.max(
          exact,
          on.reduce((sum, c) => sum + c.gain, 0),
        );
    }
    expect(best.gain).toBeCloseTo(exact, 9);
  }
});

test("nobody is worth more than a customer costs on average, or than those of its kind cost, where that is said", async () => {
  const kept = async (replacementCost: unknown) =>
    (await made([customer("a"), customer("b")], inputsWith({ uplift: 0.1, incentive: 5, replacementCost })))
      .sort((a, b) => (String(a.customer_id) < String(b.customer_id) ? -1 : 1))
      .map((r) => r.kept_value);
  expect(await kept("cac")).toEqual([facts.meanCac, facts.meanCac]);
  expect(await kept({ by: "who", values: { a: 30 } })).toEqual([30, 250]);
});

test("nobody is contacted for a value far beyond that of others who is lost, unless an uplift of the lost is given", async () => {
  const lost = customer("a", { p_alive: "0.001", residual_clv: "3", recency_days: "800" });
  const reason = async (uplift: object) => (await made([lost], inputsWith(uplift), [], "lost"))[0]!.reason;
  expect(await reason({})).toBe("no_uplift");
  expect(await reason({ uplift: 0.05 })).toBe("chosen");
});

test("who is not to be contacted decides by content whether marts are made again", async () => {
  const folder = await mkdtemp(join(tmpdir(), "clv-exclude-"));
  const settingsOf = async (file: string, ids: string) => {
    const exclude = join(folder, file);
    await writeFile(exclude, ids);
    const config = configSchema.parse({ actions: { exclude } });
    return martSettings(config, { costFiles: await costFilesOf(config, {}, new AbortController().signal) });
  };
  const first = await settingsOf("a.txt", "C1\n");
  expect(await settingsOf("b.txt", "C1\n")).toEqual(first);
  expect(await settingsOf("a.txt", "C2\n")).not.toEqual(first);
  expect(JSON.stringify(first)).not.toContain(folder);
  await rm(folder, { recursive: true });
});

test("no statement, and so no log, names who is not to be contacted", async () => {
  const folder = await mkdtemp(join(tmpdir(), "clv-exclude-"));
  const exclude = join(folder, "ids.txt");
  await writeFile(exclude, "secret-id\nC2\n");
  const said: string[] = [];
  let loaded = 0;
  const services = {
    inputs: inputsWith({ exclude }),
    artifacts: { covariate_groups: { rows: 0 } },
    context: {
      engine: {
        rows: async (select: Sql) => {
          said.push(select.text);
          return [{ ids: 2, customers: 0 }];
        },
      },
      ...{ log: (text: string) => said.push(text), warn: (text: string) => said.push(`! ${text}`) },
    },
    make: async (_: string, select: Sql) => void said.push(select.text),
    load: async (_: string, [batch]: readonly { readonly numRows: number }[]) => {
      loaded = batch!.numRows;
    },
    ...{ loadNextOrders: async () => {}, loadPreviousScores: async () => {} },
  };
  await actions.prepare!(services as unknown as MartServices);
  expect(loaded).toBe(2);
  expect(said.join("\n")).not.toContain("secret-id");
  expect(said.at(-1)).toBe("! actions.exclude: 0 of 2 ids are those of customers");
  await rm(folder, { recursive: true });
});

test("the bounds of a gain hold what chance gives, and without bounds of worth there are none", () => {
  const one = { cost: 4, gain: 6, ifAllRedeem: 10, variance: 0.1 * 0.9 * 100 ** 2, worth: 10, chosen: true };
  const plan = planner(null);
  for (let i = 0; i < 400; i++) plan.take(one);
  const [ordered, , ...rest] = plan.lists();
  expect(rest.map((l) => l.method)).toEqual(["upper_bound"]); // too many for the best of all
  const [lo95, lo80, hi80, hi95] = gainBounds(ordered!, [1, 1, 1, 1]) as number[];
  expect(hi80! - 2400).toBeCloseTo(1.2815515655446 * 20 * 30, 6);
  expect(2400 - lo95!).toBeCloseTo(hi95! - 2400, 9);
  expect(lo80).toBeLessThan(2400);
  expect(gainBounds(ordered!, [])).toEqual([null, null, null, null]);
});

test("the rows of the plan are as the table declares them", async () => {
  const rows = await db.rows(planRows(planner(10).lists(), 10, [null, null, null, null]).text);
  expect(rows.map((r) => [r.method, r.customers, r.cost])).toEqual([
    ["in_order", "0", 0],
    ["skipping", "0", 0],
    ["best", "0", 0],
    ["upper_bound", null, 0],
  ]);
});

test("where the uplift is known, the list brings more than one by chance, by value or by frequency", async () => {
  const random = uniform(3);
  const rows = Array.from({ length: 200 }, (_, i) =>
    customer(`k${i}`, {
      ...{ x: String(Math.floor(10 * random())), p_alive: String(0.05 + 0.9 * random()) },
      ...{ residual_clv: String(200 * random()), u: String(0.3 * random() ** 2) },
    }),
  );
  const budget = 150;
  const found = await made(
    rows,
    inputsWith({ budget, contactCost: 1, incentive: 8, uplift: each(rows, "u") }),
  );
  const byId = new Map(rows.map((r) => [r.customer_id, r]));
  const all = found.map((r) => ({
    ...listed(r),
    frequency: Number(byId.get(String(r.customer_id))!.x),
    kept: Number(r.kept_value),
    r,
  }));
  const underBudget = (order: typeof all) => {
    let cost = 0;
    return order.filter((c) => {
      const fits = cost + c.cost <= budget;
      if (fits) cost += c.cost;
      return fits;
    });
  };
  // who comes back with the offer, and who only because of it
  const realized = (chosen: typeof all): number =>
    chosen.reduce((sum, { r, kept }) => {
      const [draw, alive, uplift] = [random(), Number(r.p_alive), Number(r.uplift_used)];
      const back = draw < alive + uplift;
      return sum + (back && draw >= alive ? kept : 0) - 1 - (back ? 8 : 0);
    }, 0);
  const mean = (order: () => typeof all): number =>
    Array.from({ length: 300 }, () => realized(underBudget(order()))).reduce((a, b) => a + b, 0) / 300;
  const ours = mean(() => all.filter((c) => c.chosen));
  expect(ours).toBeGreaterThan(mean(() => [...all].sort(() => random() - 0.5)));
  expect(ours).toBeGreaterThan(mean(() => [...all].sort((a, b) => b.kept - a.kept)));
  expect(ours).toBeGreaterThan(mean(() => [...all].sort((a, b) => b.frequency - a.frequency)));
  const [plan] = planOf(found, budget);
  expect(Math.abs(ours - plan!.gain)).toBeLessThan(4 * Math.sqrt(plan!.variance! / 300));
});
