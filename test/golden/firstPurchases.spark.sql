select
  count(*) as customers,
  cast(
    coalesce(
      sum(
        cast(
          cast(
            round(
              (
                least(
                  greatest(
                    cast(first_amount as double) * (x + 1) / cast(total_spend as double), cast(0e+0 as double)
                  ),
                  cast(x + 1 as double)
                )
              )
              * 1e6
            ) as bigint
          ) as decimal(38,0)
        )
      ),
      0
    ) as decimal(38,0)
  ) as shares
from "customers"
where x > 0 and total_spend > 0
