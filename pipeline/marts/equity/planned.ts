import { exactSum } from "../../sql/exact-sum.js";
import { double, id, raw, type Sql, sql } from "../../sql/sql.js";
import { money } from "../../text/format.js";
import { message } from "../../text/messages/message.js";
import { say } from "../../text/messages/say.js";
import { column, money as moneyColumn } from "../columns.js";
import { filtered } from "../filtered.js";
import type { Mart, MartColumn, MartInputs } from "../mart.js";
import { equityDays } from "../opening.js";
import type { MartServices } from "../services.js";

const coming = "mart_planned_customers";

/** What new customers who are planned add to the value of the base, less what they cost. */
export const plannedEquity: Mart = {
  name: "clv_equity_planned",
  question: "equity.planned.question",
  needs: ({ money }) => (money ? null : message("marts.noMoney")),
  prepare,
  tables: [
    {
      name: "clv_equity_planned",
      holds: "The value of the base, and of new customers planned up to the longest horizon less their cost",
      grain: ["horizon_days"],
      columns: () => columns,
      replaces: "run",
      select,
    },
  ],
  identities: [
    {
      says: "the base and planned customers",
      select: ({ table }) =>
        sql`select equity_with_planned as found, equity + planned_value - planned_cost as expected from ${table("clv_equity_planned")} where equity_with_planned is not null`,
    },
  ],
  view: {
    select: ({ table }, { limit, filters }) =>
      sql`select * from ${table("clv_equity_planned")} where ${filtered(filters)} order by horizon_days limit ${limit}`,
    columns: () => [
      { name: "equity", heading: say("equity.equity"), as: "money" },
      { name: "new_customers", heading: say("equity.planned.customers"), as: "count" },
      { name: "planned_value", heading: say("equity.planned.value"), as: "money" },
      { name: "planned_cost", heading: say("equity.planned.cost"), as: "money" },
      { name: "equity_with_planned", heading: say("equity.planned.with"), as: "money" },
    ],
    answer: ([row], facts) => {
      const amount = (value: unknown): string => money(Number(value), facts.currency ?? "");
      if (row === undefined || row.planned_value === null) return say("equity.planned.none");
      const cost = row.planned_cost === null ? null : amount(row.planned_cost);
      return say(
        "equity.planned.answer",
        Number(row.new_customers),
        amount(row.planned_value),
        cost,
        amount(row.equity),
        facts.longestDays,
      );
    },
  },
};

const columns: readonly MartColumn[] = [
  column("horizon_days", "integer", "days that values cover; 0 for ever", "days"),
  moneyColumn("equity", "value of the base, see clv_equity"),
  column(
    "new_customers",
    "number",
    "new customers to come in the months of clv_forecast: of forecast.plan, else the trend continued",
    "customers",
  ),
  moneyColumn(
    "planned_value",
    "their expected margin (clv_new_customers), each month's discounted to as_of from its middle",
  ),
  moneyColumn("planned_cost", "their acquisition cost, discounted alike; null where it is not known"),
  moneyColumn("planned_net", "planned_value minus planned_cost"),
  moneyColumn("equity_with_planned", "equity and planned_net"),
];

/** New customers of the months to come, with what one is worth; none where the marts that know of them are not made. */
async function prepare({ inputs, context, make }: MartServices): Promise<void> {
  const { table, facts } = inputs;
  const made = await Promise.all(
    ["clv_forecast", "clv_new_customers"].map((name) => context.engine.fingerprint({ name })),
  );
  await make(
    coming,
    made.includes(null)
      ? sql`select cast(null as date) as from_day, cast(0 as integer) as days, ${double(null)} as new_customers, ${double(null)} as acquisition_cost, ${double(null)} as expected_value where 1 = 0`
      : sql`select f.from_day, f.days, f.new_customers, f.acquisition_cost, n.expected_value from ${table("clv_forecast")} f left join ${table("clv_new_customers")} n on n.attribute is null and n.horizon_days = ${equityDays(facts)} where f.customers = 'new'`,
  );
}

function select({ table, facts, dialect }: MartInputs): Sql {
  const days = equityDays(facts);
  const ahead = sql`(${dialect.daysBetween(sql`date ${facts.asOf}`, raw("p.from_day"))} + (p.days - 1) / 2e0)`;
  const present = sql`power(1 + ${double(facts.annualDiscountRate)}, -${ahead} / 365e0)`;
  const [value, cost] = [id("planned_value"), id("planned_cost")];
  return sql`select cast(${days} as integer) as horizon_days, e.equity, s.new_customers, s.planned_value, s.planned_cost, s.${value} - s.${cost} as planned_net, e.equity + s.${value} - s.${cost} as equity_with_planned
from (select equity from ${table("clv_equity")} where attribute is null) e cross join (
  select ${exactSum(raw("p.new_customers"))} as new_customers, ${exactSum(sql`p.new_customers * p.expected_value * ${present}`)} as planned_value,
    ${exactSum(sql`p.acquisition_cost * ${present}`)} as planned_cost
  from ${table(coming)} p
) s`;
}
