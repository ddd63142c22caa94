select count(distinct customer_id) as customers
from "transactions"
where not is_refund and day <= date '2024-09-30'
