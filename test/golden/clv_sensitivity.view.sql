select
  scope,
  case when scope = 'base' then driver else driver || ' (new customer)' end as driver,
  "change",
  clv,
  difference,
  relative,
  elasticity,
  point_elasticity,
  reason,
  (select b.clv from "clv_sensitivity" b where b.scope = 'base' and b.driver = 'base') as base_clv
from "clv_sensitivity"
where 1 = 1
order by scope, case when driver = 'base' then 0 else 1 end, abs(difference) desc nulls last, driver, "change"
limit 20
