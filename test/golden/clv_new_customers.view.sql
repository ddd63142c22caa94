select
  t.attribute,
  t.source,
  t.customers,
  t.first_order_value,
  t.expected_purchases,
  t.expected_value,
  t.affordable_cac,
  100 as least,
  3 as target
from "clv_new_customers" t
where t.horizon_days = 365 and 1 = 1
order by case when t.attribute is null then 0 else 1 end, t.attribute, t.customers desc, t.source
limit 20
