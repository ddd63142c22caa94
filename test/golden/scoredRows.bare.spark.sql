select
  customer_id,
  date '2024-12-31' as as_of,
  x,
  datediff(last_day, first_day) as t_x_days,
  datediff(date '2024-12-31', first_day) as t_cal_days,
  first_day,
  last_day,
  p_alive,
  1 - p_alive as churn_probability,
  "expected_purchases_90d",
  "expected_purchases_365d"
from (
  select
    c.customer_id,
    c.x,
    c.first_day,
    c.last_day,
    p."p_alive",
    p."expected_purchases_90d",
    p."expected_purchases_365d"
  from "bare_customers" c
  join "bare_predictions" p on p.x = c.x and p.t_x = c.t_x and p.t_cal = c.t_cal
) v
