select value_tier as tier, count(*) as customers, sum("clv_365d") as clv
from "scores"
group by value_tier
order by min(value_rank)
