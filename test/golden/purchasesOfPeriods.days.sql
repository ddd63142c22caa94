select day, count(*) as n
from (
  select min(day) as day
  from "transactions" t
  where not is_refund
  group by
    customer_id,
    cast(-floor(cast(date '2024-12-31' - day as integer) / cast(3e+1 as double precision)) as integer)
) p
group by day
