select cast(found as double precision) as found, cast(expected as double precision) as expected
from (
  select
    (select cost from "clv_action_plan" where method = 'in_order') as found,
    (select sum(expected_cost) from "clv_actions" where chosen) as expected
) i
