select
  count(*) as n,
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
  ) as expected_purchases
from "bare_scores"
