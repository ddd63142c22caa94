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
                    cast(first_amount as double precision) * (x + 1) / cast(total_spend as double precision),
                    cast(0e+0 as double precision)
                  ),
                  cast(x + 1 as double precision)
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
