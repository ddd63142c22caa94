select customer_id, day, is_refund, "attr_channel"
from (
  select customer_id, day, is_refund, "attr_channel", order_key, row_hash
  from "bare_staged"
  where reason is null
) a
where order_key is null or (a.row_hash in (select duplicate_key from "hash_keys")) is not true
union all
select customer_id, day, is_refund, "attr_channel"
from (
  select *
  from (
    select
      *,
      row_number() over (
        partition by row_hash,
        order_key,
        customer_id,
        day,
        is_refund,
        "attr_channel" order by day,
        customer_id,
        "attr_channel" nulls last
      ) as copy
    from (
      select customer_id, day, is_refund, "attr_channel", order_key, row_hash
      from "bare_staged"
      where reason is null
    ) a
    where order_key is not null and exists (select 1 from "hash_keys" k where k.duplicate_key = a.row_hash)
  ) b
  where copy = 1
  order by row_hash, order_key, customer_id, day, is_refund, "attr_channel"
) c
order by customer_id, day, is_refund, "attr_channel"
