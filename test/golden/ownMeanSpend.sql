select
  customer_id,
  (
    (
      c.x
      * greatest(coalesce(c.mean_spend, 0), 0)
      + cast(6e-1 as double precision)
      * cast(4e+1 as double precision)
    )
    / (c.x + cast(6e-1 as double precision))
  ) as value
from "customers" c
