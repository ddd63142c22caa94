select
  value_tier as tier,
  count(*) as customers,
  case
    when max(abs("clv_365d")) < 1e15 then cast(
      sum(case when abs("clv_365d") < 1e15 then cast("clv_365d" as decimal(38,12)) end) as double
    )
    else sum("clv_365d")
  end as clv
from "scores"
group by value_tier
order by min(value_rank)
