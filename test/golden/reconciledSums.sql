select
  count(*) as n,
  cast(coalesce(sum(historic_value), 0) as double precision) as historic_value,
  coalesce(
    cast(sum(cast("expected_purchases_365d" as decimal(38,9))) as double precision), 0
  ) as expected_purchases,
  coalesce(cast(sum(cast("clv_365d" as decimal(38,9))) as double precision), 0) as clv
from "scores"
