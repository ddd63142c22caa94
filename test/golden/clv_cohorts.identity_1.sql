select cast(found as double precision) as found, cast(expected as double precision) as expected
from (
  select
    (select sum(net_revenue) from "clv_cohorts" c where attribute is null) as found,
    (select cast(sum(amount) as double precision) from "transactions" t) as expected
) i
