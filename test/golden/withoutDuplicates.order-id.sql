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
left join "order_keys" k on k.duplicate_key = a.order_key
where order_key is null or k.duplicate_key is null
union all
select customer_id, day, amount, is_refund, "attr_channel"
from (
  select
    *,
    row_number() over (
      partition by order_key order by day, amount desc, customer_id, is_refund, "attr_channel" nulls last
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
