select e.value_tier as from_tier, s.value_tier as to_tier, count(*) as n
from "earlier_scores" e
join "scores" s on s.customer_id = e.customer_id
group by e.value_tier, s.value_tier
order by e.value_tier, s.value_tier
