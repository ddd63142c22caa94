select order_key as duplicate_key
from (
  select order_key
  from "staged_0"
  where reason is null
  union all
  select order_key
  from "staged_1"
  where reason is null
) a
where order_key is not null
group by order_key
having count(*) > 1
