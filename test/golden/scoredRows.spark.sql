select
  customer_id,
  date '2024-12-31' as as_of,
  x,
  datediff(last_day, first_day) as t_x_days,
  datediff(date '2024-12-31', first_day) as t_cal_days,
  first_day,
  last_day,
  historic_value,
  p_alive,
  1 - p_alive as churn_probability,
  "expected_purchases_90d",
  "expected_purchases_365d",
  expected_spend,
  0.4 * expected_spend * "discounted_purchases_90d" as "clv_90d",
  0.4 * expected_spend * "discounted_purchases_365d" as "clv_365d",
  0.4 * expected_spend * "discounted_purchases" as residual_clv,
  "channel"
from (
  select
    c.customer_id,
    c.x,
    c.first_day,
    c.last_day,
    c.total_spend as historic_value,
    p."p_alive",
    p."expected_purchases_90d",
    p."expected_purchases_365d",
    p."discounted_purchases_90d",
    p."discounted_purchases_365d",
    p."discounted_purchases",
    (
      (1 - p.spend_weight) * p.spend_prior + p.spend_weight * greatest(coalesce(c.mean_spend, 0), 0)
    ) as expected_spend,
    c."attr_channel" as "channel"
  from "customers" c
  join "predictions" p on p.x = c.x and p.t_x = c.t_x and p.t_cal = c.t_cal
) v
