select day, cast(sum(n) as bigint) as n, cast(sum(n - 1) as bigint) as repeated
from (
  select day, count(*) as n
  from "bare_transactions" t
  where not is_refund and day > date '2026-02-28' and day <= date '2026-03-31'
  group by customer_id, day
) r
group by day
order by day
