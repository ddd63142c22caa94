select cast(found as double) as found, cast(expected as double) as expected
from (
  select
    (
      select count(*) from "clv_customer_segments" where lifecycle in ('new', 'active', 'at_risk', 'lost')
    ) as found,
    (select count(*) from "customers") as expected
) i
