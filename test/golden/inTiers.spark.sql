select
  "attr_value_tier" as segment,
  x,
  t_x,
  t_cal,
  covariate_group,
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
from (
  select k.*, s."value_tier" as "attr_value_tier"
  from "customers" k
  join "scores" s on s.customer_id = k.customer_id
) k
group by "attr_value_tier", x, t_x, t_cal, covariate_group
order by "attr_value_tier" nulls last, x, t_x, t_cal, covariate_group
