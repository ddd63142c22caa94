select
  customer_id,
  (
    (
      (c.x + 1)
      * greatest(cast(c.total_spend as double) / (c.x + 1), 0)
      + cast(6e-1 as double)
      * cast(4e+1 as double)
    )
    / ((c.x + 1) + cast(6e-1 as double))
  ) as value
from "customers" c
