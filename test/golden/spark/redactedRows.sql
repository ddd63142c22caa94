select case when is_forgotten then null else "customer_id" end as "customer_id", case when is_forgotten then null else "day" end as "day", case when is_forgotten then null else "amount" end as "amount", case when is_forgotten then 'FORGOTTEN' else "reason" end as "reason" from (
  select d.*, coalesce(sha2('it''s salt' || d.customer_id, 256) in (select customer_hash from (select sha2('it''s salt' || customer_id, 256) as customer_hash from "transactions" t where is_refund) f), false) as is_forgotten from (select customer_id, day, amount, reason from "staged_0") d
) t
