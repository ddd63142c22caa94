select
  customer_id,
  (
    (
      (c.x + 1)
      * greatest(cast(c.total_spend as double precision) / (c.x + 1), 0)
      + cast(6e-1 as double precision)
      * cast(4e+1 as double precision)
    )
    / ((c.x + 1) + cast(6e-1 as double precision))
  ) as value
from "customers" c
