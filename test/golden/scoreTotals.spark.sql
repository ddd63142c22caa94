select
  count(*) as customers,
  cast(sum(historic_value) as double) as historic_value,
  cast(sum(cast(p_alive as decimal(38,9))) as double) as expected_alive,
  cast(sum(cast("expected_purchases_90d" as decimal(38,9))) as double) as "expected_purchases_90d",
  cast(sum(cast("clv_90d" as decimal(38,9))) as double) as "clv_90d",
  cast(sum(cast("expected_purchases_365d" as decimal(38,9))) as double) as "expected_purchases_365d",
  cast(sum(cast("clv_365d" as decimal(38,9))) as double) as "clv_365d",
  cast(sum(cast(residual_clv as decimal(38,9))) as double) as residual_clv
from "scores"
