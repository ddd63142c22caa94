select day, count(*) as n, cast(sum(amount) as decimal(38,4)) as v
from "transactions" t
where not is_refund
group by day
union all
select
  day,
  cast(0 as bigint) as n,
  cast(
    -sum(
      cast(
        (
          cast(
            (cast(first_amount * 10000 as bigint) - cast(first_amount * 10000 as bigint) % first_orders)
            / first_orders as bigint
          )
          + case
            when 2 * (cast(first_amount * 10000 as bigint) % first_orders) >= first_orders then 1 else 0
          end
        ) as decimal(18,0)
      )
      * 0.0001
    ) as decimal(38,4)
  ) as v
from (
  select t.customer_id, t.day, cast(sum(t.amount) as decimal(18,4)) as first_amount, count(*) as first_orders
  from "transactions" t
  join "customers" c on c.customer_id = t.customer_id and c.first_day = t.day
  where not t.is_refund
  group by t.customer_id, t.day
) f
group by day
