select
  count(*) as n,
  cast(coalesce(sum(historic_value), 0) as double precision) as historic_value,
  coalesce(
    case
      when max(abs("expected_purchases_365d")) < 1e15 then cast(
        sum(
          case
            when abs("expected_purchases_365d") < 1e15 then cast("expected_purchases_365d" as decimal(38,12))
          end
        ) as double precision
      )
      else sum("expected_purchases_365d")
    end,
    0
  ) as expected_purchases,
  coalesce(
    case
      when max(abs("clv_365d")) < 1e15 then cast(
        sum(case when abs("clv_365d") < 1e15 then cast("clv_365d" as decimal(38,12)) end) as double precision
      )
      else sum("clv_365d")
    end,
    0
  ) as clv
from "scores"
