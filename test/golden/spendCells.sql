select
  x,
  first_zero,
  level_0,
  count(*) as n,
  cast(
    coalesce(sum(cast(cast(round((log_spend) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as log_spend,
  cast(
    coalesce(sum(cast(cast(round((first_log) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as first_log,
  cast(
    coalesce(sum(cast(cast(round((first_log * first_log) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(
      38,0
    )
  ) as first_log2
from "spend_design"
group by x, first_zero, level_0
order by x, first_zero, level_0
