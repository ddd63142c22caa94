select
  day,
  cast(
    cast(
      (
        cast(
          (cast(first_amount * 10000 as bigint) - cast(first_amount * 10000 as bigint) % first_orders)
          / first_orders as bigint
        )
        + case
          when 2 * (cast(first_amount * 10000 as bigint) % first_orders) >= first_orders then 1 else 0
        end
      ) as decimal(18,0)
    )
    * 0.0001 as decimal(18,4)
  ) as spend
from "first_days"
