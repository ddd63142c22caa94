select
  cast(
    coalesce(
      sum(
        cast(
          cast(
            round(
              (
                x
                * least(
                  exp(
                    cast(2.5e-1 as double)
                    + (cast(c.log_spend as double) / cast(1e+9 as double) + cast(6.5e+0 as double))
                    / (cast(c.valued_purchases as double) + cast(2e+0 as double))
                  ),
                  cast(1e+6 as double)
                )
              )
              * 1e6
            ) as bigint
          ) as decimal(38,0)
        )
      ),
      0
    ) as decimal(38,0)
  ) as predicted,
  cast(coalesce(sum(repeat_spend), 0) as double) as spent
from "customers" c
where x > 0
