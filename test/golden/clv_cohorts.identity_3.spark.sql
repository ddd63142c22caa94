select cast(found as double) as found, cast(expected as double) as expected
from (
  select
    sum(net_revenue) as found,
    2 * sum(case when attribute is null then net_revenue else 0 end) as expected
  from "clv_cohorts" c
) i
