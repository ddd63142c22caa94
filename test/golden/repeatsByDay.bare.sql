select day, cast(sum(n) as bigint) as n, cast(null as decimal(38,4)) as v
from (
  select day, n
  from "purchase_days"
  union all
  select first_day as day, -count(*) as n
  from "bare_customers" c
  group by first_day
) p
group by day
having sum(n) > 0
