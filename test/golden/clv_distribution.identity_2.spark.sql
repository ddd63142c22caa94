select cast(found as double) as found, cast(expected as double) as expected
from (
  select sum(customers) as found, (select count(*) from "scores") as expected from "clv_frequency_recency" f
) i
