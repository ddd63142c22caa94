select
  cast(coalesce(sum(cast(cast(round((u) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)) as u,
  cast(coalesce(sum(cast(cast(round((u * u) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)) as u2,
  cast(
    coalesce(sum(cast(cast(round((u * first_log) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as u_log
from (
  select
    *,
    least(
      exp(log_spend - cast(3.5e+0 as double precision) - cast(4e-1 as double precision) * first_log),
      cast(1e+6 as double precision)
    ) as u
  from "spend_design"
) d
group by x, first_zero, level_0
order by x, first_zero, level_0
