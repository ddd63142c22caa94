select
  b.day,
  cast(sum(case when c.first_day <= date '2024-04-30' then b.purchases else 0 end) as bigint) as known_0,
  cast(sum(case when c.first_day <= date '2024-08-31' then b.purchases else 0 end) as bigint) as known_1
from (
  select customer_id, day, count(*) as purchases
  from "transactions" t
  where not is_refund
  group by customer_id, day
) b
join "customers" c on c.customer_id = b.customer_id
group by b.day
