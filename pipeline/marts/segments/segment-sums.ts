import { exactSum } from "../../sql/exact-sum.js";
import { attributeColumn } from "../../sql/parse-rows.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import type { MartFacts } from "../facts.js";
import type { MartInputs } from "../mart.js";

/** What segments are made by: columns of `mart_segment_customers`. */
export function segmentations({ attributes }: Pick<MartFacts, "attributes">): readonly Segmentation[] {
  return [
    ...["lifecycle", "value_tier", "rfm"].map((attribute) => ({ attribute, column: attribute })),
    ...attributes.map((attribute) => ({ attribute, column: attributeColumn(attribute) })),
  ];
}

export interface Segmentation {
  readonly attribute: string;
  readonly column: string;
}

/** mart_segment_customers: of each customer what segments are made by, and what is summed over them. */
export function segmentCustomers({ table, facts }: MartInputs): Sql {
  const { attributes, horizonsDays, money } = facts;
  return sql`select ${list([
    ...["c.customer_id", "l.lifecycle", "l.value_tier", "l.rfm"].map(raw),
    ...attributes.map((a) => sql`c.${id(attributeColumn(a))}`),
    raw("case when c.x > 0 then 1 else 0 end as returned"),
    sql`cast(${money ? raw("c.total_spend") : raw("null")} as decimal(38,4)) as revenue`,
    ...horizonsDays.flatMap((days) => [
      raw(`s.expected_purchases_${days}d as purchases_${days}`),
      raw(`s.${money ? "clv" : "expected_purchases"}_${days}d as value_${days}`),
    ]),
  ])}
from ${table("customers")} c join ${table("scores")} s on s.customer_id = c.customer_id join ${table("clv_customer_segments")} l on l.customer_id = c.customer_id`;
}

/**
 * Sums over all customers (attribute null) and each segment: customers, who bought again, revenue; and by horizon purchases, value (CLV, purchases without
 * amounts) and its squared distances from the mean of all.
 */
export function segmentSums({ table, facts }: MartInputs): Sql {
  const customers = table("mart_segment_customers");
  const { horizonsDays } = facts;
  const mean = (days: number): Sql => sql`(m.${raw(`value_${days}`)} / m.customers)`;
  const distance = (days: number): Sql => sql`(k.${raw(`value_${days}`)} - ${mean(days)})`;
  const sums = list([
    raw("count(*) as customers"),
    raw("cast(coalesce(sum(k.returned), 0) as bigint) as returned"),
    raw("cast(sum(k.revenue) as double precision) as revenue"),
    ...horizonsDays.flatMap((days) => [
      sql`${exactSum(raw(`k.purchases_${days}`))} as ${raw(`purchases_${days}`)}`,
      sql`${exactSum(raw(`k.value_${days}`))} as ${raw(`value_${days}`)}`,
      sql`${exactSum(sql`${distance(days)} * ${distance(days)}`)} as ${raw(`squares_${days}`)}`,
    ]),
  ]);
  const from = sql`from ${customers} k cross join m`;
  const by = ({ attribute, column }: Segmentation): Sql =>
    sql`select cast(${attribute} as varchar) as attribute, k.${id(column)} as segment, ${sums} ${from} group by k.${id(column)}`;
  const means = list([
    raw("count(*) as customers"),
    ...horizonsDays.map((days) => sql`${exactSum(raw(`value_${days}`))} as ${raw(`value_${days}`)}`),
  ]);
  return sql`with m as (select ${means} from ${customers} c)
${list(
  [
    sql`select cast(null as varchar) as attribute, cast(null as varchar) as segment, ${sums} ${from}`,
    ...segmentations(facts).map(by),
  ],
  "\nunion all\n",
)}`;
}
