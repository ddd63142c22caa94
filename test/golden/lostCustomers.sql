select count(*) as customers, count(case when c.customer_id is null then 1 end) as lost
from "earlier_customers" e
left join "customers" c on c.customer_id = e.customer_id
