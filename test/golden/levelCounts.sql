select "attr_channel" as value, count(*) as customers
from "customers"
where x > 0 and repeat_spend > 0
group by "attr_channel"
having count(*) >= 30
order by customers desc, value nulls last
limit 20
