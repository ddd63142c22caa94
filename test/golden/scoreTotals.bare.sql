select
  count(*) as customers,
  cast(sum(cast(p_alive as decimal(38,9))) as double precision) as expected_alive,
  cast(sum(cast("expected_purchases_90d" as decimal(38,9))) as double precision) as "expected_purchases_90d",
  cast(sum(cast("expected_purchases_365d" as decimal(38,9))) as double precision) as "expected_purchases_365d"
from "bare_scores"
