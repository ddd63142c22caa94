select
  lifecycle,
  count(*) as customers,
  avg(cast(recency_days as double)) as recency_days,
  avg(expected_gap_days) as expected_gap_days
from "clv_customer_segments"
where 1 = 1
group by lifecycle
order by lifecycle
limit 20
