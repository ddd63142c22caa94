select "attr_channel" as value, count(*) as customers
from "customers" c
group by "attr_channel"
order by count(*) desc, "attr_channel"
limit 10
