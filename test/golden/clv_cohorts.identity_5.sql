select cast(found as double precision) as found, cast(expected as double precision) as expected
from (
  select
    (select sum(expected_purchases) from "clv_cohort_projection" p where attribute is null) as found,
    (
      select case
        when max(abs("expected_purchases_365d")) < 1e15 then cast(
          sum(
            case
              when abs("expected_purchases_365d") < 1e15 then cast(
                "expected_purchases_365d" as decimal(38,12)
              )
            end
          ) as double precision
        )
        else sum("expected_purchases_365d")
      end
      from "scores" s
    ) as expected
  where false
) i
