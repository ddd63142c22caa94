select
  count(*) as customers,
  cast(sum(historic_value) as double) as historic_value,
  case
    when max(abs(p_alive)) < 1e15 then cast(
      sum(case when abs(p_alive) < 1e15 then cast(p_alive as decimal(38,12)) end) as double
    )
    else sum(p_alive)
  end as expected_alive,
  case
    when max(abs("expected_purchases_90d")) < 1e15 then cast(
      sum(
        case
          when abs("expected_purchases_90d") < 1e15 then cast("expected_purchases_90d" as decimal(38,12))
        end
      ) as double
    )
    else sum("expected_purchases_90d")
  end as "expected_purchases_90d",
  case
    when max(abs("clv_90d")) < 1e15 then cast(
      sum(case when abs("clv_90d") < 1e15 then cast("clv_90d" as decimal(38,12)) end) as double
    )
    else sum("clv_90d")
  end as "clv_90d",
  case
    when max(abs("expected_purchases_365d")) < 1e15 then cast(
      sum(
        case
          when abs("expected_purchases_365d") < 1e15 then cast("expected_purchases_365d" as decimal(38,12))
        end
      ) as double
    )
    else sum("expected_purchases_365d")
  end as "expected_purchases_365d",
  case
    when max(abs("clv_365d")) < 1e15 then cast(
      sum(case when abs("clv_365d") < 1e15 then cast("clv_365d" as decimal(38,12)) end) as double
    )
    else sum("clv_365d")
  end as "clv_365d",
  case
    when max(abs(residual_clv)) < 1e15 then cast(
      sum(case when abs(residual_clv) < 1e15 then cast(residual_clv as decimal(38,12)) end) as double
    )
    else sum(residual_clv)
  end as residual_clv
from "scores"
