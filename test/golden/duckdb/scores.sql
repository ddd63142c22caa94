select customer_id, as_of, x, t_x_days, t_cal_days, first_day, last_day, historic_value,
  p_alive, churn_probability, "expected_purchases_90d", "expected_purchases_365d", expected_spend,
  "clv_90d", "clv_365d", residual_clv,
  0.4 * cast(historic_value as double precision) + coalesce(residual_clv, clv_365d) as total_value,
  value_rank, case when value_rank <= 0.1 * 10 then 'top' when value_rank <= 0.5 * 10 then 'high' else 'rest' end as value_tier,
  "channel", 'm1' as model_version, 'r1' as run_id
from (select *, rank() over (order by clv_365d desc) as value_rank from (select c.customer_id, date '2024-12-31' as as_of, c.x, c.t_x as t_x_days, c.t_cal as t_cal_days,
  c.first_day, c.last_day, c.total_spend as historic_value,
  p.p_alive, 1 - p.p_alive as churn_probability,
  p."expected_purchases_90d", p."expected_purchases_365d",
  ((1 - p.spend_weight) * p.spend_prior + p.spend_weight * greatest(coalesce(c.mean_spend, 0), 0)) as expected_spend,
  0.4 * ((1 - p.spend_weight) * p.spend_prior + p.spend_weight * greatest(coalesce(c.mean_spend, 0), 0)) * p."discounted_purchases_90d" as "clv_90d", 0.4 * ((1 - p.spend_weight) * p.spend_prior + p.spend_weight * greatest(coalesce(c.mean_spend, 0), 0)) * p."discounted_purchases_365d" as "clv_365d",
  0.4 * ((1 - p.spend_weight) * p.spend_prior + p.spend_weight * greatest(coalesce(c.mean_spend, 0), 0)) * p."discounted_purchases" as residual_clv, c."attr_channel" as "channel"
from "customers" c join "predictions" p on p.x = c.x and p.t_x = c.t_x and p.t_cal = c.t_cal))
order by customer_id
