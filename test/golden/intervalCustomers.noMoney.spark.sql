select
  customer_id,
  first_day,
  last_day,
  least(x, renewals) as x,
  orders,
  renewals as t_x,
  renewals + missed as t_cal,
  "attr_channel",
  cast(
    16
    * sixteenths
    + least(
      11,
      cast(
        floor(
          cast(1.2e+1 as double)
          * (cast(1.6e+1 as double) * (days_cal - days_x) - cast(1e+0 as double) * missed * sixteenths)
          / sixteenths
        ) as integer
      )
    ) as integer
  ) as covariate_group
from (
  select
    c.*,
    c.t_x as days_x,
    c.t_cal as days_cal,
    i.sixteenths,
    cast(
      floor((cast(1.6e+1 as double) * c.t_x + sixteenths / cast(2e+0 as double)) / sixteenths) as integer
    ) as renewals,
    cast(
      floor(
        greatest(
          cast(1.6e+1 as double)
          * (c.t_cal - c.t_x)
          - least(cast(1.12e+2 as double), floor(sixteenths / cast(1e+1 as double))),
          cast(0e+0 as double)
        )
        / sixteenths
      ) as integer
    ) as missed
  from "customers" c
  join "billing_intervals" i on i.customer_id = c.customer_id
) k
