import { firstPurchase } from "./customers.js";
import { list, raw, type Sql, sql } from "./sql.js";

export interface RepeatsOptions {
  /** Whether each order of a day is a purchase. */
  readonly separate: boolean;
  /** Whether the transactions have amounts. */
  readonly money: boolean;
}

/**
 * Purchases by day: n of them and v, what they were worth. A day can have several rows, which add up.
 * Orders are counted by day alone, which is cheap; where those of one customer and day are one purchase, the further ones are
 * taken off again, for which only customers who have any are looked at. With separate orders v has the first purchases
 * taken off already.
 * @param transactions those of all customers, or of some
 * @param customers rows of `customers`, of these customers at least
 */
export function purchasesOfDays(transactions: Sql, customers: Sql, { separate, money }: RepeatsOptions): Sql {
  const v = (value: Sql): readonly Sql[] => (money ? [sql`cast(${value} as decimal(38,4)) as v`] : []);
  const joined = sql`${transactions} t join ${customers} c on c.customer_id = t.customer_id`;
  const further = sql`
union all
select ${list([raw("day"), raw("-cast(sum(orders - 1) as bigint) as n"), ...v(raw("0"))])} from (
  select t.customer_id, t.day, count(*) as orders from ${joined}
  where not t.is_refund and c.orders > c.x + 1 group by t.customer_id, t.day
) d group by day`;
  const firsts = sql`
union all
select ${list([raw("day"), raw("cast(0 as bigint) as n"), ...v(sql`-sum(${firstPurchase(separate)})`)])} from (
  select t.customer_id, t.day, cast(sum(t.amount) as decimal(18,4)) as first_amount, count(*) as first_orders
  from ${joined} and c.first_day = t.day where not t.is_refund group by t.customer_id, t.day
) f group by day`;
  const takenOff = separate ? (money ? firsts : raw("")) : further;
  return sql`select ${list([raw("day"), raw("count(*) as n"), ...v(raw("sum(amount)"))])}
from ${transactions} t where not is_refund group by day${takenOff}`;
}

/**
 * repeats_by_day: repeat purchases by day, and what they were worth as they were booked; v is NULL without amounts. Whole
 * numbers and decimals, so that no engine and no order of adding differs. The sum of n is that of x.
 * @param purchases rows of purchasesOfDays, of all customers together
 */
export function repeatsByDay(purchases: Sql, customers: Sql, { separate, money }: RepeatsOptions): Sql {
  const first = separate ? raw("0") : sql`-sum(${firstPurchase(separate)})`;
  const firstSpend = money ? [sql`cast(${first} as decimal(38,4)) as v`] : [];
  return sql`select day, cast(sum(n) as bigint) as n, cast(${raw(money ? "sum(v)" : "null")} as decimal(38,4)) as v from (
${purchases}
union all
select ${list([raw("first_day as day"), raw("-count(*) as n"), ...firstSpend])} from ${customers} c group by first_day
) p group by day having sum(n) > 0`;
}
