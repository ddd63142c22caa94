select day, count(*) as n
from (
  select min(day) as day
  from "transactions" t
  where not is_refund
  group by
    customer_id,
    cast(
      floor(
        (extract(year from day) * 12 + extract(month from day) - 1) / cast(3e+0 as double precision)
      ) as integer
    )
) p
group by day
