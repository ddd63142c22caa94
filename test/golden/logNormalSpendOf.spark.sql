select
  customer_id,
  exp(
    cast(2.5e-1 as double)
    + (cast(c.log_spend as double) / cast(1e+9 as double) + cast(6.5e+0 as double))
    / (cast(c.valued_purchases as double) + cast(2e+0 as double))
  ) as value
from "customers" c
