import { intervalBounds } from "../../sql/interval-columns.js";
import { double, id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { bounded, column, money } from "../columns.js";
import type { MartColumn, MartInputs, MartTable } from "../mart.js";

/** Customers on the list. */
const most = 1000;

/** Customers who look like the best ones, and are worth little so far. */
export const undervalued: MartTable = {
  name: "clv_undervalued",
  holds:
    "The 1,000 customers with the widest gap between what customers with the same attributes and early behaviour are worth, and what they are worth themselves",
  grain: ["customer_id"],
  replaces: "date",
  columns: ({ money: hasMoney }) => {
    const figure = (name: string, meaning: string): MartColumn =>
      hasMoney ? money(name, meaning) : column(name, "number", meaning, "purchases");
    return [
      column("customer_id", "text", "customer id, as in the source"),
      ...bounded(
        figure(
          "expected_value",
          "mean total value of customers with the same attributes, season, first order, early purchases and age, by the regression of clv_drivers; an association",
        ),
      ),
      figure("total_value", "the customer's own total value, as in scores; as modelled"),
      figure("gap", "expected_value minus total_value"),
      column(
        "alikes",
        "count",
        "customers in the same tenth by expected_value; the first two tenths are looked at",
        "customers",
      ),
      column(
        "share_above",
        "number",
        "share of them with a higher total value; at least three quarters: how sure it is that the customer stays behind",
        "share",
      ),
      column("gap_rank", "count", "place by gap, 1 is the widest; then by customer id"),
    ];
  },
  select,
};

function select({ dialect, facts, table }: MartInputs): Sql {
  const bounds = intervalBounds.map(({ name }) => id(`expected_value_${name}`));
  const valued = sql`select d.customer_id, ${list([
    raw("e.expected_value"),
    ...bounds.map((bound) => (facts.intervals ? sql`e.${bound}` : sql`${double(null)} as ${bound}`)),
  ])}, d.total as total_value
from ${table("mart_driver_customers")} d join ${table("mart_driver_cells")} e on e.cell = d.cell
where d.total is not null`;
  const tenths = sql`select v.*, floor(10 * cast(rank() over (order by expected_value desc) - 1 as double precision) / count(*) over ()) as tenth from (${valued}) v`;
  const compared = sql`select t.*, expected_value - total_value as gap, count(*) over (partition by tenth) as alikes,
  cast(rank() over (partition by tenth order by total_value desc) - 1 as double precision) / count(*) over (partition by tenth) as share_above
from (${tenths}) t where tenth < 2`;
  const ranked = sql`select c.*, row_number() over (order by gap desc, ${dialect.byBytes(raw("customer_id"))}) as gap_rank from (${compared}) c where share_above >= 0.75 and gap > 0`;
  return sql`select ${list([
    ...["customer_id", "expected_value"].map(raw),
    ...bounds,
    ...["total_value", "gap", "alikes", "share_above", "cast(gap_rank as bigint) as gap_rank"].map(raw),
  ])} from (${ranked}) r where gap_rank <= ${most}`;
}
