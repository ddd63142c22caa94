select
  coalesce(key, attribute, scope) as who,
  scope,
  customers,
  formula_1,
  formula_2,
  historic_value,
  predictive_total,
  predictive_total_lo80,
  predictive_total_hi80,
  predictive_horizon_days,
  formula_2_gap,
  reason
from "clv_value_views" v
where scope in ('base', 'segment')
order by case scope when 'base' then 0 when 'segment' then 1 else 2 end, attribute, key nulls last
limit 20
