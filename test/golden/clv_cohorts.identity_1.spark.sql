select cast(found as double) as found, cast(expected as double) as expected
from (
  select
    (select sum(net_revenue) from "clv_cohorts" c where attribute is null) as found,
    (select cast(sum(amount) as double) from "transactions" t) as expected
) i
