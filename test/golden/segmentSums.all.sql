select
  "attr_channel" as segment,
  x,
  t_x,
  t_cal,
  covariate_group,
  count(*) as n,
  cast(sum(case when total_spend > 0 then total_spend else 0 end) as double precision) as z,
  cast(
    sum(
      cast(
        case
          when total_spend > 0 then cast(total_spend as double precision)
          * cast(total_spend as double precision)
          else 0
        end as decimal(38,4)
      )
    ) as double precision
  ) as zz
from "customers"
group by "attr_channel", x, t_x, t_cal, covariate_group
order by "attr_channel" nulls last, x, t_x, t_cal, covariate_group
