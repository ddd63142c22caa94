select customer_id, day, amount, is_refund, "attr_channel"
from (
  select customer_id, day, amount, is_refund, "attr_channel", order_key
  from "staged_0"
  where reason is null
  union all
  select customer_id, day, amount, is_refund, "attr_channel", order_key
  from "staged_1"
  where reason is null
) a
where order_key is null or (a.order_key in (select duplicate_key from "order_keys")) is not true
union all
select customer_id, day, amount, is_refund, "attr_channel"
from (
  select *
  from (
    select
      *,
      row_number() over (
        partition by order_key order by day, amount desc, customer_id, "attr_channel" nulls last
      ) as copy
    from (
      select customer_id, day, amount, is_refund, "attr_channel", order_key
      from "staged_0"
      where reason is null
      union all
      select customer_id, day, amount, is_refund, "attr_channel", order_key
      from "staged_1"
      where reason is null
    ) a
    where order_key is not null and exists (select 1 from "order_keys" k where k.duplicate_key = a.order_key)
  ) b
  where copy = 1
  order by order_key
) c
order by customer_id, day, amount, is_refund, "attr_channel"
