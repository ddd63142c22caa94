select
  customer_id,
  (
    (c.x * greatest(coalesce(c.mean_spend, 0), 0) + cast(6e-1 as double) * cast(4e+1 as double))
    / (c.x + cast(6e-1 as double))
  ) as value
from "customers" c
