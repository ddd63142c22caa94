select
  to_day,
  from_day,
  days,
  new_customers,
  purchases,
  revenue,
  revenue_lo80,
  revenue_hi80,
  contribution_after_acquisition,
  purchases_lo80,
  purchases_hi80,
  margin
from "clv_forecast"
where customers = 'all' and 1 = 1
order by month
limit 20
