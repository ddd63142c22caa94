import type { RecordBatch } from "apache-arrow";
import type { Row } from "../../engines/engine.js";
import { intervalBounds } from "../../sql/interval-columns.js";
import { double, list, lit, raw, type Sql, sql } from "../../sql/sql.js";
import { message } from "../../text/messages/message.js";
import { say } from "../../text/messages/say.js";
import { declared } from "../declared.js";
import { filtered } from "../filtered.js";
import type { Mart } from "../mart.js";
import type { MartServices } from "../services.js";
import { planColumns } from "./action-columns.js";
import { gainBounds, listed, type PlannedList, planner } from "./action-plan.js";

const figures = ["cost", "cost_if_all_redeem", "gain", ...intervalBounds.map(({ name }) => `gain_${name}`)];

/** What lists under the budget cost and gain, and how much a better one could. */
export const actionPlan: Mart = {
  name: "clv_action_plan",
  question: "actionPlan.question",
  needs: ({ money }) => (money ? null : message("marts.noMoney")),
  prepare,
  tables: [
    {
      name: "clv_action_plan",
      holds:
        "Lists of customers to contact under actions.budget by method, with cost, expected gain and the most that any list could gain",
      grain: ["method"],
      columns: () =>
        declared(planColumns, { values: { method: ["in_order", "skipping", "best", "upper_bound"] } }),
      replaces: "run",
      select: ({ table }) =>
        sql`select method, customers, budget, ${list(figures.map(raw))} from ${table("mart_action_plan")}`,
    },
  ],
  identities: [
    {
      says: "cost of the list",
      select: ({ table }) =>
        sql`select (select cost from ${table("clv_action_plan")} where method = 'in_order') as found, (select sum(expected_cost) from ${table("clv_actions")} where chosen) as expected`,
    },
  ],
  view: {
    select: ({ table }, { limit, filters }) =>
      sql`select * from ${table("clv_action_plan")} where ${filtered(filters)} order by gain, cost limit ${limit}`,
    columns: () => [
      { name: "method", heading: say("actionPlan.method"), as: "words" },
      { name: "customers", heading: say("segments.customers"), as: "count" },
      { name: "cost", heading: say("actionPlan.cost"), as: "money" },
      { name: "gain", heading: say("actions.gain"), as: "money" },
      { name: "gain_lo80", heading: say("actionPlan.low"), as: "money" },
      { name: "gain_hi80", heading: say("actionPlan.high"), as: "money" },
    ],
    answer(rows, { currency }) {
      const gain = (method: string): number => Number(rows.find((row) => row.method === method)?.gain ?? 0);
      return say("actionPlan.answer", gain("in_order"), gain("upper_bound"), currency ?? "");
    },
  },
};

const read = [
  "p_alive",
  "uplift_used",
  "kept_value",
  "incentive",
  "expected_cost",
  "expected_gain",
  "cost_if_all_redeem",
  "chosen",
];

async function prepare({ inputs, context, ...services }: MartServices): Promise<void> {
  const { table, config } = inputs;
  const { engine, signal } = context;
  const actions = table("clv_actions");
  const budget = config.actions.budget ?? null;
  const plan = planner(budget);
  const candidates = sql`select ${list(read.map(raw))} from ${actions} where candidate order by rank`;
  for await (const batch of engine.query(candidates, signal))
    for (const row of rowsOf(batch)) plan.take(listed(row));
  await services.loadBounds(
    "mart_action_bounds",
    sql`select customer_id, cast('chosen' as varchar) as group_key from ${actions} where chosen`,
  );
  const days = inputs.facts.forEver ? 0 : inputs.facts.longestDays;
  const [known] = await engine.rows(
    sql`select * from ${table("mart_action_bounds")} where horizon_days = ${days}`,
    signal,
  );
  const relative = intervalBounds.map(({ name }) => (known?.[`value_${name}`] ?? null) as number | null);
  await services.make("mart_action_plan", planRows(plan.lists(), budget, relative));
}

function* rowsOf(batch: RecordBatch): Generator<Row> {
  const columns = read.map((name) => [name, batch.getChild(name)!] as const);
  for (let i = 0; i < batch.numRows; i++)
    yield Object.fromEntries(columns.map(([name, column]) => [name, column.get(i) as number | boolean]));
}

/** mart_action_plan. */
export function planRows(
  lists: readonly PlannedList[],
  budget: number | null,
  relative: readonly (number | null)[],
): Sql {
  const rows = lists.map((l) => {
    const bounds = gainBounds(l, relative);
    return sql`(${list([lit(l.method), lit(l.customers), double(budget), ...[l.cost, l.ifAllRedeem, l.gain, ...bounds].map(double)])})`;
  });
  const names = list(["method", "customers", "budget", ...figures].map(raw));
  return sql`select method, cast(customers as bigint) as customers, budget, ${list(figures.map(raw))} from (values ${list(rows)}) v(${names})`;
}
