select cast(found as double precision) as found, cast(expected as double precision) as expected
from (
  select sum(expected_gain) as found, sum(uplift_used * kept_value - expected_cost) as expected
  from "clv_actions"
) i
