select
  count(*) as n,
  cast(coalesce(sum(historic_value), 0) as double) as historic_value,
  coalesce(sum("expected_purchases_365d"), 0) as expected_purchases,
  coalesce(sum("clv_365d"), 0) as clv
from "scores"
