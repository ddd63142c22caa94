select day, cast(sum(n) as bigint) as n, cast(sum(v) as decimal(38,4)) as v
from (
  select *
  from "purchase_days"
  union all
  select first_day as day, -count(*) as n, cast(-sum(first_amount) as decimal(38,4)) as v
  from "customers" c
  group by first_day
) p
group by day
having sum(n) > 0
