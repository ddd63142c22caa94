select
  scope,
  case when scope = 'base' then driver else driver || ' (new customer)' end as driver,
  "change",
  clv,
  difference,
  relative,
  elasticity,
  point_elasticity,
  reason
from "clv_sensitivity"
where 1 = 1
order by scope, case when driver = 'base' then 0 else 1 end, abs(difference) desc nulls last, driver, "change"
limit 20
