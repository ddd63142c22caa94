select count(*) as n
from (
  select s.*
  from "transactions" s
  where exists (
    select 1
    from (select customer_id from "transactions" t where is_refund) k
    where k.customer_id = s.customer_id
  )
) t
