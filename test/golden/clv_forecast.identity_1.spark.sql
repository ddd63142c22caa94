select cast(found as double) as found, cast(expected as double) as expected
from (
  select
    (
      select case
        when max(abs(purchases)) < 1e15 then cast(
          sum(case when abs(purchases) < 1e15 then cast(purchases as decimal(38,12)) end) as double
        )
        else sum(purchases)
      end
      from "clv_forecast"
      where customers = 'existing'
    ) as found,
    (
      select case
        when max(abs("expected_purchases_365d")) < 1e15 then cast(
          sum(
            case
              when abs("expected_purchases_365d") < 1e15 then cast(
                "expected_purchases_365d" as decimal(38,12)
              )
            end
          ) as double
        )
        else sum("expected_purchases_365d")
      end
      from "scores"
    ) as expected
  where 59 = 365
) i
