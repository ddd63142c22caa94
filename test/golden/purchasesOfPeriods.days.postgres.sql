select day, count(*) as n
from (
  select min(day) as day
  from "transactions" t
  where not is_refund
  group by customer_id, cast(-floor((date '2024-12-31' - day) / cast(3e+1 as double precision)) as integer)
) p
group by day
