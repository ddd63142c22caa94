import { historyKeys } from "./covariate-groups.js";
import { exactSum } from "./exact-sum.js";
import { list, raw, type Sql, sql } from "./sql.js";

/** How many customers an earlier run had, and how many of them are no longer there. */
export function lostCustomers(earlier: Sql, customers: Sql): Sql {
  return sql`select count(*) as customers, count(case when c.customer_id is null then 1 end) as lost
from ${earlier} e left join ${customers} c on c.customer_id = e.customer_id`;
}

/** Customers of both runs by the tier they had and the tier they have. */
export function tierMoves(earlierScores: Sql, scores: Sql): Sql {
  return sql`select e.value_tier as from_tier, s.value_tier as to_tier, count(*) as n
from ${earlierScores} e join ${scores} s on s.customer_id = e.customer_id
group by e.value_tier, s.value_tier order by e.value_tier, s.value_tier`;
}

/** Purchase days after a day, and (with amounts) what was spent on them minus refunds, of an earlier run's customers. */
export function boughtSince(transactions: Sql, earlier: Sql, day: string, money = true): Sql {
  const revenue = raw(money ? ", cast(coalesce(sum(amount), 0) as double precision) as revenue" : "");
  const amount = raw(money ? ", sum(t.amount) as amount" : "");
  return sql`select count(purchase) as purchases${revenue} from (
  select t.customer_id, t.day, max(case when not t.is_refund then 1 end) as purchase${amount}
  from ${transactions} t join ${earlier} e on e.customer_id = t.customer_id
  where t.day > date ${day} group by t.customer_id, t.day
) d`;
}

/**
 * What was to be expected of an earlier run's customers: purchases by their history, and revenue by their expected spend.
 * @param expected x, t_x, t_cal and the group, with expected_purchases of each history
 */
export function expectedOf(
  earlier: Sql,
  earlierScores: Sql,
  expected: Sql,
  grouped: boolean,
  money = true,
): Sql {
  const revenue = money
    ? sql`, coalesce(${exactSum(raw("p.expected_purchases * s.expected_spend"))}, 0) as revenue`
    : raw("");
  const same = historyKeys(grouped).map((key) => sql`p.${key} = c.${key}`);
  return sql`select coalesce(${exactSum(raw("p.expected_purchases"))}, 0) as purchases${revenue}
from ${earlier} c join ${expected} p on ${list(same, " and ")} join ${earlierScores} s on ${raw("s.customer_id = c.customer_id")}`;
}
