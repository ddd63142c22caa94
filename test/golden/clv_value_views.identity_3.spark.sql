select cast(found as double) as found, cast(expected as double) as expected
from (
  select
    sum(case when scope = 'base' then 0 else exposures end) as found,
    2 * sum(case when scope = 'base' then exposures else 0 end) as expected
  from "clv_value_views" v
) i
