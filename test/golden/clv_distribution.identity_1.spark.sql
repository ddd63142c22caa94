select cast(found as double) as found, cast(expected as double) as expected
from (
  select sum(d.customers) as found, (select count(*) from "scores") as expected
  from "clv_distribution" d
  group by d.value, d.kind
) i
