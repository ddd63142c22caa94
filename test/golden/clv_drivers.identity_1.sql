select cast(found as double precision) as found, cast(expected as double precision) as expected
from (
  select sum(d.customers) as found, max(i.customers) as expected
  from "clv_drivers" d
  join "clv_driver_importance" i on i.outcome = d.outcome and i.kind = d.kind and i.feature = d.feature
  group by d.outcome, d.kind, d.feature
) i
