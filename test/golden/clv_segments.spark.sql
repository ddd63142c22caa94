select
  r.attribute,
  r.segment,
  r.horizon_days,
  r.customers,
  r.purchases as expected_purchases,
  r.purchases * b.purchases_lo95 as purchases_lo95,
  r.purchases * b.purchases_lo80 as purchases_lo80,
  r.purchases * b.purchases_hi80 as purchases_hi80,
  r.purchases * b.purchases_hi95 as purchases_hi95,
  r.value as "clv",
  (r.value) * "b"."value_lo95" as "clv_lo95",
  (r.value) * "b"."value_lo80" as "clv_lo80",
  (r.value) * "b"."value_hi80" as "clv_hi80",
  (r.value) * "b"."value_hi95" as "clv_hi95",
  cast(r.customers as double) / a.customers as share_of_customers,
  r.revenue,
  case when a.revenue <> 0 then r.revenue / a.revenue end as share_of_revenue,
  r.mean as "mean_clv",
  (r.mean) * "b"."value_lo95" as "mean_clv_lo95",
  (r.mean) * "b"."value_lo80" as "mean_clv_lo80",
  (r.mean) * "b"."value_hi80" as "mean_clv_hi80",
  (r.mean) * "b"."value_hi95" as "mean_clv_hi95",
  case when a.value <> 0 then r.value / a.value end as share_of_clv,
  r.pooled
from "mart_segments" r
join "mart_segments" a on a.attribute is null and a.horizon_days = r.horizon_days
left join "mart_segment_bounds" b on b.group_key = r.group_key and b.horizon_days = r.horizon_days
