import { exactSum } from "../../sql/exact-sum.js";
import { attributeColumn } from "../../sql/parse-rows.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { money } from "../../text/format.js";
import { message } from "../../text/messages/message.js";
import { say } from "../../text/messages/say.js";
import { bounded, boundedValues, column, money as moneyColumn } from "../columns.js";
import { declared } from "../declared.js";
import type { MartFacts } from "../facts.js";
import { filtered } from "../filtered.js";
import { marginRate } from "../margin.js";
import type { Mart, MartColumn, MartInputs } from "../mart.js";
import { equityColumn, equityDays } from "../opening.js";
import { boundsTable, groupKey, loadEquityBounds } from "./groups.js";

/** What the base is worth now. */
export const equity: Mart = {
  name: "clv_equity",
  question: "equity.question",
  needs: ({ money }) => (money ? null : message("marts.noMoney")),
  prepare: loadEquityBounds,
  tables: [
    {
      name: "clv_equity",
      holds:
        "What customers are worth now and have brought so far, of all and by the value of each attribute",
      grain: ["attribute", "source"],
      columns: () =>
        declared(columns, {
          values: { measure: ["for_ever", "longest_horizon"] },
          adds: ["customers", "expected_alive", "historic_value", "historic_margin", "equity"],
        }),
      replaces: "run",
      select,
    },
  ],
  identities: [
    {
      says: "the value of all customers",
      select: ({ table, facts }) =>
        sql`select (select equity from ${table("clv_equity")} where attribute is null) as found, (select ${exactSum(id(equityColumn(equityDays(facts))))} from ${table("scores")}) as expected`,
    },
  ],
  view: {
    select: ({ table }, { limit, filters }) =>
      sql`select * from ${table("clv_equity")} where ${filtered(filters)} order by attribute nulls first, equity desc, source nulls last limit ${limit}`,
    columns: () => [
      { name: "attribute", heading: say("equity.attribute"), as: "text" },
      { name: "source", heading: say("equity.source"), as: "text" },
      { name: "customers", heading: say("equity.customers"), as: "count" },
      { name: "equity", heading: say("equity.equity"), as: "money" },
      { name: "equity_lo80", heading: say("equity.lo80"), as: "money" },
      { name: "equity_hi80", heading: say("equity.hi80"), as: "money" },
      { name: "historic_margin", heading: say("equity.historic"), as: "money" },
    ],
    answer: ([first], facts) => {
      if (first === undefined) return say("equity.nobody");
      const amount = (value: unknown): string => money(Number(value), facts.currency ?? "");
      const { equity, equity_lo80: low, equity_hi80: high, customers, source } = first;
      const bounds = low === null ? null : ([amount(low), amount(high)] as const);
      const who = first.attribute === null ? null : `${first.attribute} ${source ?? "-"}`;
      return say("equity.answer", who, Number(customers), amount(equity), bounds, equityDays(facts));
    },
  },
};

const columns: readonly MartColumn[] = [
  column("attribute", "text", "attribute that sources are values of; null for all customers"),
  column("source", "text", "its value of the customer; null for none"),
  column(
    "measure",
    "text",
    "for_ever, or longest_horizon where no value for ever exists: without a discount rate, or where the model knows of no customer who leaves",
  ),
  column("horizon_days", "integer", "days that the value covers; 0 for ever", "days"),
  column("customers", "count", "customers", "customers"),
  column("expected_alive", "number", "how many of them are expected to be customers still", "customers"),
  moneyColumn("historic_value", "purchases minus refunds to date"),
  moneyColumn("historic_margin", "contribution margin of it"),
  ...bounded(
    moneyColumn(
      "equity",
      "expected contribution margin to come, discounted to as_of",
      "customer equity: the sum of residual_clv, future purchases alone; acquisition cost of new customers is not in it",
    ),
  ),
];

function select(inputs: MartInputs): Sql {
  return list(
    [null, ...inputs.facts.attributes].map((a, i) => selectBy(a, i, inputs)),
    "\nunion all\n",
  );
}

function selectBy(attribute: string | null, i: number, inputs: MartInputs): Sql {
  const { table, facts } = inputs;
  const days = equityDays(facts);
  const source = attribute === null ? raw("cast(null as varchar)") : sql`c.${id(attributeColumn(attribute))}`;
  const margin = sql`${marginRate(inputs, "c")} * cast(c.total_spend as double precision)`;
  return sql`select cast(${attribute} as varchar) as attribute, g.source, cast(${measureOf(facts)} as varchar) as measure, cast(${days} as integer) as horizon_days, g.customers,
  g.expected_alive, g.historic_value, g.historic_margin, ${boundedValues("equity", raw("g.equity"), "b", "value")}
from (
  select r.source, r.group_key, count(*) as customers, coalesce(${exactSum(raw("r.p_alive"))}, 0) as expected_alive, cast(coalesce(sum(r.spent), 0) as double precision) as historic_value,
    coalesce(${exactSum(raw("r.margin"))}, 0) as historic_margin, coalesce(${exactSum(raw("r.worth"))}, 0) as equity
  from (
    select ${source} as source, ${groupKey(attribute)} as group_key, s.p_alive, c.total_spend as spent, ${margin} as margin, s.${id(equityColumn(days))} as worth
    from ${table("customers")} c join ${table("scores")} s on s.customer_id = c.customer_id
  ) r group by r.source, r.group_key
) g left join ${table(boundsTable(i))} b on b.group_key = g.group_key and b.horizon_days = ${days}`;
}

function measureOf(facts: MartFacts): string {
  return equityDays(facts) === 0 ? "for_ever" : "longest_horizon";
}
