select row_hash as duplicate_key
from (
  select order_key, row_hash
  from "staged_0"
  where reason is null
  union all
  select order_key, row_hash
  from "staged_1"
  where reason is null
) a
where order_key is not null
group by row_hash
having count(*) > 1
