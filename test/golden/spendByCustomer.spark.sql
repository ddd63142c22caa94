select
  cast(coalesce(sum(x), 0) as bigint) as n,
  cast(coalesce(sum(repeat_spend), 0) as decimal(38,4)) as v,
  cast(coalesce(sum(cast(off_by as decimal(19,4)) * off_by), 0) as decimal(38,8)) as squares
from (
  select
    c.x,
    c.repeat_spend,
    case
      when abs(
        cast(c.repeat_spend as double)
        - c.x
        * (
          (
            cast(6.25e+0 as double)
            * (cast(1.544e+1 as double) + greatest(cast(c.repeat_spend as double), 0))
            / (cast(6.25e+0 as double) * c.x + cast(2.74e+0 as double))
          )
        )
      ) < 99999999999999.99 then cast(
        cast(
          round(
            (
              cast(c.repeat_spend as double)
              - c.x
              * (
                (
                  cast(6.25e+0 as double)
                  * (cast(1.544e+1 as double) + greatest(cast(c.repeat_spend as double), 0))
                  / (cast(6.25e+0 as double) * c.x + cast(2.74e+0 as double))
                )
              )
            )
            * 1e4
          ) as decimal(18,0)
        )
        * 0.0001 as decimal(18,4)
      )
    end as off_by
  from "customers" c
  where c.x > 0
) s
