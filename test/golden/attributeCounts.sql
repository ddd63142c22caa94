select "attr_channel" as value, count(distinct customer_id) as customers
from "transactions" t
where not is_refund and "attr_channel" is not null
group by "attr_channel"
order by customers desc, value
limit 1001
