select
  count(*) as customers,
  case
    when max(abs(p_alive)) < 1e15 then cast(
      sum(case when abs(p_alive) < 1e15 then cast(p_alive as decimal(38,12)) end) as double precision
    )
    else sum(p_alive)
  end as expected_alive,
  case
    when max(abs("expected_purchases_90d")) < 1e15 then cast(
      sum(
        case
          when abs("expected_purchases_90d") < 1e15 then cast("expected_purchases_90d" as decimal(38,12))
        end
      ) as double precision
    )
    else sum("expected_purchases_90d")
  end as "expected_purchases_90d",
  case
    when max(abs("expected_purchases_365d")) < 1e15 then cast(
      sum(
        case
          when abs("expected_purchases_365d") < 1e15 then cast("expected_purchases_365d" as decimal(38,12))
        end
      ) as double precision
    )
    else sum("expected_purchases_365d")
  end as "expected_purchases_365d"
from "bare_scores"
