select
  "channel" as segment,
  cast(sum(cast("clv_90d" as decimal(38,9))) as double precision) as "clv_90d",
  cast(sum(cast("clv_365d" as decimal(38,9))) as double precision) as "clv_365d"
from "scores"
group by "channel"
