select cast(found as double) as found, cast(expected as double) as expected
from (
  select equity_with_planned as found, equity + planned_value - planned_cost as expected
  from "clv_equity_planned"
  where equity_with_planned is not null
) i
