select
  value_tier as tier,
  count(*) as customers,
  cast(sum(cast("clv_365d" as decimal(38,9))) as double precision) as clv
from "scores"
group by value_tier
order by min(value_rank)
