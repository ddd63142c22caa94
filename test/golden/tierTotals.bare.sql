select value_tier as tier, count(*) as customers, sum("expected_purchases_365d") as expected_purchases
from "bare_scores"
group by value_tier
order by min(value_rank)
