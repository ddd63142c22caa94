select
  count(*) as customers,
  sum(p_alive) as expected_alive,
  sum("expected_purchases_90d") as "expected_purchases_90d",
  sum("expected_purchases_365d") as "expected_purchases_365d"
from "bare_scores"
