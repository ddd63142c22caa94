select "attr_channel" as value, count(*) as customers
from "customers" c
where "attr_channel" is null or "attr_channel" not in ('web', 'o''app')
group by "attr_channel"
order by count(*) desc, "attr_channel"
limit 10
