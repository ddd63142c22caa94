select cast(found as double) as found, cast(expected as double) as expected
from (
  select
    case
      when max(abs(case when item <> 'closing' then amount end)) < 1e15 then cast(
        sum(
          case
            when abs(case when item <> 'closing' then amount end) < 1e15 then cast(
              case when item <> 'closing' then amount end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(case when item <> 'closing' then amount end)
    end as found,
    case
      when max(abs(case when item = 'closing' then amount end)) < 1e15 then cast(
        sum(
          case
            when abs(case when item = 'closing' then amount end) < 1e15 then cast(
              case when item = 'closing' then amount end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(case when item = 'closing' then amount end)
    end as expected
  from "clv_equity_bridge"
) i
