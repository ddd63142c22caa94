select
  count(*) as n,
  coalesce(
    cast(sum(cast("expected_purchases_365d" as decimal(38,9))) as double precision), 0
  ) as expected_purchases
from "bare_scores"
