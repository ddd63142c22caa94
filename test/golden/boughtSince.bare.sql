select count(purchase) as purchases
from (
  select t.customer_id, t.day, max(case when not t.is_refund then 1 end) as purchase
  from "bare_transactions" t
  join "earlier_customers" e on e.customer_id = t.customer_id
  where t.day > date '2026-02-28'
  group by t.customer_id, t.day
) d
