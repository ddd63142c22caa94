select
  customer_id,
  (
    cast(c.x as double precision) / (cast(c.x as double precision) + cast(2.5e+0 as double precision))
  ) as value
from "customers" c
