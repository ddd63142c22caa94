select
  c.customer_id,
  l.lifecycle,
  l.value_tier,
  l.rfm,
  c."attr_channel",
  case when c.x > 0 then 1 else 0 end as returned,
  cast(c.total_spend as decimal(38,4)) as revenue,
  s.expected_purchases_365d as purchases_365,
  s.clv_365d as value_365
from "customers" c
join "scores" s on s.customer_id = c.customer_id
join "clv_customer_segments" l on l.customer_id = c.customer_id
