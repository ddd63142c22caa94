select count(purchase) as purchases, cast(coalesce(sum(amount), 0) as double) as revenue
from (
  select t.customer_id, t.day, max(case when not t.is_refund then 1 end) as purchase, sum(t.amount) as amount
  from "transactions" t
  join "earlier_customers" e on e.customer_id = t.customer_id
  where t.day > date '2026-02-28'
  group by t.customer_id, t.day
) d
