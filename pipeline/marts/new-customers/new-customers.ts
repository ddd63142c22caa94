import { list, raw, type Sql, sql } from "../../sql/sql.js";
import { say } from "../../text/messages/say.js";
import { bounded, column, money } from "../columns.js";
import type { MartFacts } from "../facts.js";
import { filtered } from "../filtered.js";
import type { Mart, MartColumn, MartInputs } from "../mart.js";
import { valuesTable } from "../values-table.js";
import { answerOf } from "./answer.js";
import { customerRows } from "./customer-rows.js";
import { monthRows } from "./month-rows.js";

/** What the next customer of each source is worth. */
export const newCustomers: Mart = {
  name: "clv_new_customers",
  question: "newCustomers.question",
  needs: () => null,
  async prepare({ inputs, newcomers, make }) {
    const { facts, config } = inputs;
    const known = await newcomers();
    await make("mart_new_customers", valuesTable(columns(facts), customerRows(known, facts, config.targets)));
    await make("mart_new_customer_months", valuesTable(monthColumns(facts), monthRows(known, facts)));
  },
  tables: [
    {
      name: "clv_new_customers",
      holds: "What a customer who comes now is expected to buy and to bring, by source and horizon",
      grain: ["attribute", "source", "horizon_days"],
      columns,
      replaces: "run",
      select: ({ table, facts }) => allOf(table("mart_new_customers"), columns(facts)),
    },
    {
      name: "clv_new_customer_months",
      holds:
        "What a customer buys in each calendar month since the first purchase, in an average year, by source",
      grain: ["attribute", "source", "age_months"],
      columns: monthColumns,
      replaces: "run",
      select: ({ table, facts }) => allOf(table("mart_new_customer_months"), monthColumns(facts)),
    },
  ],
  identities: [
    {
      says: "new customers of each attribute",
      select: ({ table, facts }: MartInputs): Sql =>
        sql`select a.n as found, b.n as expected from (select attribute, sum(customers) as n from ${table("clv_new_customers")} where attribute is not null and horizon_days = ${facts.longestDays} group by attribute) a cross join (select customers as n from ${table("clv_new_customers")} where attribute is null and horizon_days = ${facts.longestDays}) b`,
    },
  ],
  view: {
    select({ table, facts, config }, { limit, filters }) {
      const shown = facts.money
        ? raw("t.first_order_value, t.expected_purchases, t.expected_value, t.affordable_cac")
        : raw("t.expected_purchases");
      return sql`select t.attribute, t.source, t.customers, ${shown}, ${config.targets.minimumSegment} as least, ${config.targets.ltvCac} as target from ${table("clv_new_customers")} t where t.horizon_days = ${facts.longestDays} and ${filtered(filters)} order by case when t.attribute is null then 0 else 1 end, t.attribute, t.customers desc, t.source limit ${limit}`;
    },
    columns: (facts) => [
      { name: "attribute", heading: say("newCustomers.attribute"), as: "text" },
      { name: "source", heading: say("newCustomers.source"), as: "text" },
      { name: "customers", heading: say("newCustomers.customers"), as: "count" },
      { name: "expected_purchases", heading: say("newCustomers.purchases"), as: "number" },
      ...(facts.money
        ? ([
            { name: "first_order_value", heading: say("newCustomers.first"), as: "money" },
            { name: "expected_value", heading: say("newCustomers.value"), as: "money" },
            { name: "affordable_cac", heading: say("newCustomers.cac"), as: "money" },
          ] as const)
        : []),
    ],
    answer: answerOf,
  },
};

/** The rows of a prepared table, which are those of the mart. */
function allOf(prepared: Sql, columns: readonly MartColumn[]): Sql {
  return sql`select ${list(columns.map(({ name }) => raw(name)))} from ${prepared} p`;
}

const keys: readonly MartColumn[] = [
  column("attribute", "text", "attribute that sources are values of; null for all customers"),
  column("source", "text", "its value on the day of the first purchase; null for none"),
];

function columns({ money: has }: MartFacts): readonly MartColumn[] {
  return [
    ...keys,
    column("horizon_days", "integer", "days from the first purchase on; 0 is for ever", "days"),
    column("customers", "count", "customers who came in the last 365 days", "customers"),
    ...(has ? [money("first_order_value", "expected value of the first purchase", pooling)] : []),
    ...bounded(
      column(
        "expected_purchases",
        "number",
        "expected purchases of one customer, the first one included",
        "purchases",
        "for ever repeat purchases are discounted, since their number need not be finite; bounds are of the mean of many such customers",
      ),
    ),
    ...(has
      ? [
          ...bounded(
            money(
              "expected_value",
              "expected margin of one customer, the first purchase included, discounted to the day of that",
              "bounds are of the mean of many such customers, not of one",
            ),
          ),
          money("affordable_cac", "highest acquisition cost at which value over cost meets targets.ltvCac"),
        ]
      : []),
  ];
}

const pooling = "drawn towards that of all customers by as much as the source's own is in doubt";

function monthColumns({ money: has }: MartFacts): readonly MartColumn[] {
  return [
    ...keys,
    column(
      "age_months",
      "integer",
      "calendar months since the month of the first purchase, which is 0",
      "months",
    ),
    ...bounded(
      column(
        "purchases",
        "number",
        "expected purchases of one customer in the month, the first one included",
        "purchases",
        "mean over first purchases on any day of a month of 365/12 days; season left out",
      ),
    ),
    ...(has ? bounded(money("spend", "expected value of one of these purchases", pooling)) : []),
  ];
}
