select
  customer_id,
  x,
  p_alive,
  "expected_purchases_365d" as expected_purchases,
  expected_spend,
  "clv_365d" as clv
from "scores"
order by value_rank, customer_id
limit 10
