select cast(found as double) as found, cast(expected as double) as expected
from (
  select sum(expected_gain) as found, sum(uplift_used * kept_value - expected_cost) as expected
  from "clv_actions"
) i
