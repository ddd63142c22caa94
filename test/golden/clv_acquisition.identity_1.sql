select cast(found as double precision) as found, cast(expected as double precision) as expected
from (
  select
    case
      when max(abs(spend)) < 1e15 then cast(
        sum(case when abs(spend) < 1e15 then cast(spend as decimal(38,12)) end) as double precision
      )
      else sum(spend)
    end as found,
    2
    * (
      select case
        when max(abs(spend)) < 1e15 then cast(
          sum(case when abs(spend) < 1e15 then cast(spend as decimal(38,12)) end) as double precision
        )
        else sum(spend)
      end
      from "clv_acquisition_costs" k
      where counted
    ) as expected
  from "clv_acquisition" a
) i
