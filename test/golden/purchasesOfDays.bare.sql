select day, count(*) as n
from "transactions" t
where not is_refund
group by day
union all
select day, -cast(sum(orders - 1) as bigint) as n
from (
  select t.customer_id, t.day, count(*) as orders
  from "transactions" t
  join "customers" c on c.customer_id = t.customer_id
  where not t.is_refund and c.orders > c.x + 1
  group by t.customer_id, t.day
) d
group by day
