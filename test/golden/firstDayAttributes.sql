select c."customer_id", c."first_day", f."attr_channel", cast('0.4' as double precision) as margin_rate
from "customers" c
join (
  select k.customer_id, min(t."attr_channel") as "attr_channel"
  from "transactions" t
  join "customers" k on k.customer_id = t.customer_id and k.first_day = t.day
  where not t.is_refund
  group by k.customer_id
) f on f.customer_id = c.customer_id
