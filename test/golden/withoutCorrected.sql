select customer_id, order_key, day
from (
  select t.*
  from "staged_0" t
  left join (
    select order_key, max(file) as last_file
    from (
      select order_key, 0 as file
      from "staged_0"
      where reason is null and order_key is not null
      union all
      select order_key, 1 as file
      from "staged_1"
      where reason is null and order_key is not null
    ) a
    group by order_key
    having min(file) < max(file)
  ) c on c.order_key = t.order_key
    and c.last_file > 0
  where c.order_key is null
) current_0
