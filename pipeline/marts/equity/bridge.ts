import { exactSum } from "../../sql/exact-sum.js";
import { double, id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { message } from "../../text/messages/message.js";
import { say } from "../../text/messages/say.js";
import { column, money } from "../columns.js";
import { lifecycles } from "../customer-segments.js";
import { declared } from "../declared.js";
import { filtered } from "../filtered.js";
import type { Mart, MartColumn, MartInputs } from "../mart.js";
import { equityColumn, equityDays, type Opening } from "../opening.js";
import { bridgeAnswer } from "./bridge-answer.js";
import { customerTerms, restated, terms } from "./terms.js";

/** Why the base is worth more or less than at the last run, customer by customer. */
export const equityBridge: Mart = {
  name: "clv_equity_bridge",
  question: "equity.bridge.question",
  needs: ({ money, since }) => (money ? since.why : message("marts.noMoney")),
  prepare: (services) => services.makeRestated(restated),
  tables: [
    {
      name: "clv_equity_bridge",
      holds: "What leads from the value of the base at the last run to that of now, line by line",
      grain: ["line"],
      columns: () =>
        declared(lineColumns, {
          values: {
            item: [
              ...["opening", "forgotten", "restated", "settings", "released", "extended", "unwound"],
              ...["grown", "shrunk", "lost", "new", "reestimated", "closing"],
            ],
          },
        }),
      replaces: "run",
      select: bridge,
    },
    {
      name: "clv_equity_changes",
      holds:
        "The same of each customer: whoever has a value now, or had one at the last run and was not forgotten",
      grain: ["customer_id"],
      columns: () =>
        declared(changeColumns, {
          values: { state_opening: lifecycles, state_closing: lifecycles },
          adds: [
            ...["opening", "restated", "settings", "released", "earned", "extended", "unwound"],
            ...["behaviour", "lost", "new", "reestimated", "closing"],
          ],
        }),
      replaces: "date",
      select: (inputs) =>
        sql`select ${list(changeColumns.map(({ name }) => id(name)))} from (${customerTerms(inputs)}) c`,
    },
  ],
  identities: [
    {
      says: "the lines of the bridge",
      select: ({ table }) =>
        sql`select ${exactSum(raw("case when item <> 'closing' then amount end"))} as found, ${exactSum(raw("case when item = 'closing' then amount end"))} as expected from ${table("clv_equity_bridge")}`,
    },
    {
      says: "the value of all customers at the end of the bridge",
      select: ({ table, facts }) =>
        sql`select (select amount from ${table("clv_equity_bridge")} where item = 'closing') as found, (select ${exactSum(id(equityColumn(equityDays(facts))))} from ${table("scores")}) as expected`,
    },
    {
      says: "the terms of each customer",
      select: ({ table }) =>
        sql`select coalesce(max(abs(${list(["opening", ...terms].map(id), " + ")} - closing) / greatest(abs(opening), abs(closing), 1)), 0) as found, 0 as expected from ${table("clv_equity_changes")}`,
    },
  ],
  view: {
    select: ({ table }, { limit, filters }) =>
      sql`select * from ${table("clv_equity_bridge")} where ${filtered(filters)} and (amount <> 0 or item in ('opening', 'closing')) order by line limit ${limit}`,
    columns: () => [
      {
        name: "item",
        heading: say("equity.item"),
        as: "words",
        words: (item) => say("equity.line", item),
      },
      { name: "customers", heading: say("equity.customers"), as: "count" },
      { name: "amount", heading: say("equity.amount"), as: "money" },
      { name: "margin_earned", heading: say("equity.earned"), as: "money" },
    ],
    answer: bridgeAnswer,
  },
};

const lineColumns: readonly MartColumn[] = [
  column("line", "integer", "place of the line"),
  column(
    "item",
    "text",
    "opening; forgotten, restated, settings, released, extended, unwound, grown, shrunk, lost, new, reestimated (see clv_equity_changes); closing: the sum of those before it",
  ),
  column("customers", "count", "customers that the line is of", "customers"),
  money("amount", "what the line adds; opening and closing: the value of the base"),
  money(
    "margin_earned",
    "margin of purchases and refunds between the two dates, beside what was released; null in other lines",
  ),
];

const changeColumns: readonly MartColumn[] = [
  column("customer_id", "text", "customer id, as in the source"),
  column("state_opening", "text", "lifecycle at the last run; null where it is not known"),
  column("state_closing", "text", "lifecycle now; null for who is gone from the data"),
  money("opening", "value as the last run published it; 0 where there was none"),
  money(
    "restated",
    "late, corrected or withdrawn orders: the model of the last run on orders to its date as known now, less opening",
  ),
  money(
    "settings",
    "what other values of margin, discount rate or horizon than at the last run change of it",
  ),
  money(
    "released",
    "margin that was expected between the two dates, discounted to the first, and is no longer to come; negative",
    "whole periods, the nearest number, in models of periods",
  ),
  money("earned", "margin of purchases and refunds between the two dates, of customers of before"),
  money(
    "extended",
    "margin expected in the days that the horizon reaches further than at the last run; 0 where values are for ever",
  ),
  money("unwound", "what is left is nearer by the days between, and so discounted less"),
  money(
    "behaviour",
    "value now, by the model of the last run, less what it expected it to be today; of customers who are not newly lost",
    "mean 0 where the model is right",
  ),
  money("lost", "the same of customers whose lifecycle is lost now and was not at the last run"),
  money("new", "value now, by the model of the last run, of customers whose first purchase is later than it"),
  money("reestimated", "value now less that by the model of the last run; 0 where the model is the same"),
  money("closing", "value now; the sum of opening and all terms"),
];

interface Line {
  readonly item: string;
  readonly customers: Sql;
  readonly amount: Sql;
  readonly earned?: Sql;
}

/** One pass over the customers, then a row a line. */
function bridge(inputs: MartInputs): Sql {
  const { customers, equity } = inputs.facts.since.opening as Opening;
  const counted = (condition: string): Sql => raw(`count(case when ${condition} then 1 end)`);
  const added = (value: Sql): Sql => sql`coalesce(${exactSum(value)}, 0)`;
  const of = (item: string, condition: string): Line => ({
    item,
    customers: counted(condition),
    amount: added(id(item)),
  });
  const behaved = (item: string, is: string): Line => ({
    item,
    customers: counted(`kind = 'behaviour' and behaviour ${is}`),
    amount: added(raw(`case when behaviour ${is} then behaviour end`)),
  });
  const lines: readonly Line[] = [
    { item: "opening", customers: sql`${customers}`, amount: double(equity) },
    {
      item: "forgotten",
      customers: sql`${customers} - ${counted("is_published")}`,
      amount: sql`${added(raw("opening"))} - ${double(equity)}`,
    },
    of("restated", "restated <> 0"),
    of("settings", "settings <> 0"),
    { ...of("released", "is_known"), earned: added(raw("case when is_known then earned end")) },
    of("extended", "is_known"),
    of("unwound", "is_known"),
    behaved("grown", ">= 0"),
    behaved("shrunk", "< 0"),
    of("lost", "kind = 'lost'"),
    of("new", "kind = 'new'"),
    of("reestimated", "is_there"),
    of("closing", "is_there"),
  ];
  const sums = lines.map(
    ({ customers: n, amount, earned }, i) =>
      sql`${n} as ${id(`n_${i}`)}, ${amount} as ${id(`amount_${i}`)}${earned ? sql`, ${earned} as ${id(`earned_${i}`)}` : sql``}`,
  );
  const rows = lines.map(
    ({ item, earned }, i) =>
      sql`select cast(${i + 1} as integer) as line, cast(${item} as varchar) as item, cast(${id(`n_${i}`)} as bigint) as customers, cast(${id(`amount_${i}`)} as double precision) as amount, ${earned ? id(`earned_${i}`) : double(null)} as margin_earned from sums`,
  );
  return sql`with sums as (
  select ${list(sums, ",\n    ")}
  from (${customerTerms(inputs)}) c
)
${list(rows, "\nunion all ")}`;
}
