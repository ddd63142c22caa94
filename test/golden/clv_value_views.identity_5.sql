select cast(found as double precision) as found, cast(expected as double precision) as expected
from (
  select
    sum(case when scope = 'base' then 0 else net_revenue end) as found,
    2 * sum(case when scope = 'base' then net_revenue else 0 end) as expected
  from "clv_value_views" v
) i
