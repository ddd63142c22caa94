select "attr_channel" as value, count(*) as customers
from "customers"
group by "attr_channel"
having count(*) >= 1
order by customers desc, value nulls last
limit 20
