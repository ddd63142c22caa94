select cast(found as double precision) as found, cast(expected as double precision) as expected
from (
  select
    case
      when max(abs(k.spend)) < 1e15 then cast(
        sum(case when abs(k.spend) < 1e15 then cast(k.spend as decimal(38,12)) end) as double precision
      )
      else sum(k.spend)
    end as found,
    (
      select case
        when max(abs(spend)) < 1e15 then cast(
          sum(case when abs(spend) < 1e15 then cast(spend as decimal(38,12)) end) as double precision
        )
        else sum(spend)
      end
      from "mart_costs" m
    ) as expected
  from "clv_acquisition_costs" k
) i
