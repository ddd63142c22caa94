select cast(found as double) as found, cast(expected as double) as expected
from (
  select
    sum(case when scope = 'base' then 0 else customers end) as found,
    2 * sum(case when scope = 'base' then customers else 0 end) as expected
  from "clv_value_views" v
) i
