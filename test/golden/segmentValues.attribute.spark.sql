select
  "channel" as segment,
  case
    when max(abs("clv_90d")) < 1e15 then cast(
      sum(case when abs("clv_90d") < 1e15 then cast("clv_90d" as decimal(38,12)) end) as double
    )
    else sum("clv_90d")
  end as "clv_90d",
  case
    when max(abs("clv_365d")) < 1e15 then cast(
      sum(case when abs("clv_365d") < 1e15 then cast("clv_365d" as decimal(38,12)) end) as double
    )
    else sum("clv_365d")
  end as "clv_365d"
from "scores"
group by "channel"
