import { monthOf, monthsBetween } from "../sql/customer-months.js";
import { attributeColumn } from "../sql/parse-rows.js";
import { double, id, list, raw, type Sql, sql } from "../sql/sql.js";
import { message } from "../text/messages/message.js";
import { say } from "../text/messages/say.js";
import type { Mart, MartColumn, MartInputs } from "./mart.js";

/** What the customers of each month and source did, month by month. */
export const cohorts: Mart = {
  name: "clv_cohorts",
  question: "cohorts.question",
  uses: ["mart_customer_months"],
  needs: ({ money }) => (money ? null : message("marts.noMoney")),
  tables: [
    {
      name: "clv_cohorts",
      holds: "Customers by month of the first purchase and source, at every age in calendar months",
      grain: ["attribute", "source", "acquisition_month", "age_months"],
      columns: () => columns,
      replaces: "run",
      select,
    },
  ],
  identities: [
    {
      says: "net revenue of all cohorts",
      select: ({ table }) =>
        sql`select (select sum(net_revenue) from ${table("clv_cohorts")} where attribute is null) as found, (select cast(sum(amount) as double precision) from ${table("transactions")}) as expected`,
    },
  ],
  view: {
    select: ({ table }, { limit }) =>
      sql`select * from ${table("clv_cohorts")} where attribute is null order by acquisition_month desc, age_months limit ${limit}`,
    columns: () => [
      { name: "acquisition_month", heading: say("cohorts.month"), as: "month" },
      { name: "age_months", heading: say("cohorts.age"), as: "count" },
      { name: "customers", heading: say("cohorts.customers"), as: "count" },
    ],
    answer: () => say("cohorts.question"),
  },
};

const columns: readonly MartColumn[] = [
  {
    name: "attribute",
    type: "text",
    unit: "",
    meaning: "attribute that sources are values of; null for all customers",
  },
  {
    name: "source",
    type: "text",
    unit: "",
    meaning: "its value on the day of the first purchase; null for none",
  },
  {
    name: "acquisition_month",
    type: "date",
    unit: "",
    meaning: "first day of the month of the first purchase; null for people without a purchase",
  },
  {
    name: "age_months",
    type: "integer",
    unit: "months",
    meaning: "calendar months since then; 0 is the month of the first purchase",
  },
  {
    name: "customers",
    type: "count",
    unit: "customers",
    meaning: "customers of the cohort, the same at every age",
  },
  {
    name: "net_revenue",
    type: "number",
    unit: "base currency",
    meaning: "purchases minus refunds of the month",
  },
];

function select({ table, facts }: MartInputs): Sql {
  const firsts = sql`(select customer_id, ${monthOf(raw("first_day"))} as acquisition_month, ${list([raw("0 as zero"), ...facts.attributes.map((a) => id(attributeColumn(a)))])} from ${table("customers")})`;
  const by = (attribute: string | null): Sql => {
    const source =
      attribute === null ? raw("cast(null as varchar)") : sql`c.${id(attributeColumn(attribute))}`;
    const age = monthsBetween(raw("c.acquisition_month"), raw("m.month"));
    return sql`select cast(${attribute} as varchar) as attribute, ${source} as source, c.acquisition_month,
  case when ${age} > 0 then ${age} else case when c.acquisition_month is null then null else 0 end end as age_months, count(distinct c.customer_id) as customers, cast(sum(m.gross_revenue - m.refunds) as double precision) as net_revenue
from ${table("mart_customer_months")} m left join ${firsts} c on c.customer_id = m.customer_id
group by 1, 2, 3, 4`;
  };
  void double;
  return list([null, ...facts.attributes].map(by), "\nunion all\n");
}
