select
  value_tier as tier,
  count(*) as customers,
  cast(sum(cast("expected_purchases_365d" as decimal(38,9))) as double precision) as expected_purchases
from "bare_scores"
group by value_tier
order by min(value_rank)
