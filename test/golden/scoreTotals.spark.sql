select
  count(*) as customers,
  cast(sum(historic_value) as double) as historic_value,
  sum(p_alive) as expected_alive,
  sum("expected_purchases_90d") as "expected_purchases_90d",
  sum("clv_90d") as "clv_90d",
  sum("expected_purchases_365d") as "expected_purchases_365d",
  sum("clv_365d") as "clv_365d",
  sum(residual_clv) as residual_clv
from "scores"
