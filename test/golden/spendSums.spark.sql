select
  x,
  t_x,
  t_cal,
  count(*) as n,
  cast(sum(case when x > 0 and repeat_spend > 0 then repeat_spend else 0 end) as double) as z,
  cast(
    sum(
      cast(
        case
          when x > 0 and repeat_spend > 0 then cast(repeat_spend as double) * cast(repeat_spend as double)
          else 0
        end as decimal(38,4)
      )
    ) as double
  ) as zz
from "customers"
group by x, t_x, t_cal
order by x, t_x, t_cal
