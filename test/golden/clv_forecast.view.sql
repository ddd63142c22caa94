select
  to_day,
  from_day,
  days,
  new_customers,
  purchases,
  revenue,
  margin,
  contribution_after_acquisition,
  purchases_lo80,
  purchases_hi80,
  margin_lo80,
  margin_hi80
from "clv_forecast"
where customers = 'all' and 1 = 1
order by month
limit 20
