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
                    cast(2.5e-1 as double precision)
                    + (
                      cast(c.log_spend as double precision)
                      / cast(1e+9 as double precision)
                      + cast(6.5e+0 as double precision)
                    )
                    / (cast(c.valued_purchases as double precision) + cast(2e+0 as double precision))
                  ),
                  cast(1e+6 as double precision)
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
  cast(coalesce(sum(repeat_spend), 0) as double precision) as spent
from "customers" c
where x > 0
