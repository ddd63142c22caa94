select
  case when is_forgotten then null else "customer_id" end as "customer_id",
  case when is_forgotten then null else "day" end as "day",
  cast(case when is_forgotten then null else "amount" end as decimal(18,4)) as "amount",
  case when is_forgotten then 'FORGOTTEN' else "reason" end as "reason"
from (
  select
    h.*,
    case
      when customer_hash is null then false
      else customer_hash in ('8aeccabedfb6dc5b1080da38fbddff892d984cc196276b7a0a20001cad11961c')
    end as is_forgotten
  from (
    select d.*, encode(sha256(convert_to('it''s salt' || d.customer_id, 'UTF8')), 'hex') as customer_hash
    from (select customer_id, day, amount, reason from "staged_0") d offset 0
  ) h offset 0
) t
