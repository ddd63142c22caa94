select
  customer_id,
  exp(
    cast(2.5e-1 as double precision)
    + (
      cast(c.log_spend as double precision)
      / cast(1e+9 as double precision)
      + cast(6.5e+0 as double precision)
    )
    / (cast(c.valued_purchases as double precision) + cast(2e+0 as double precision))
  ) as value
from "customers" c
