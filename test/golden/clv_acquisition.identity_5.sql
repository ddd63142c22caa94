select cast(found as double precision) as found, cast(expected as double precision) as expected
from (
  select sum(customers) as found, 2 * (select count(*) from "customers" c) as expected
  from "clv_acquisition" a
) i
