select cast(
  coalesce(sum(cast(cast(round((mean_spend) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
) as s
from "customers"
