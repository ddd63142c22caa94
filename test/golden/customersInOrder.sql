select *
from (select customer_id, x from "customers") c
order by customer_id
