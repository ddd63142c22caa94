select cast(found as double) as found, cast(expected as double) as expected
from (
  select
    sum(case when customers = 'all' then purchases end) as found,
    sum(case when customers <> 'all' then purchases end) as expected
  from "clv_forecast"
) i
