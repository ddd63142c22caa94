select cast(found as double) as found, cast(expected as double) as expected
from (
  select sum(customers) as found, 2 * (select count(*) from "customers" c) as expected
  from "clv_acquisition" a
) i
