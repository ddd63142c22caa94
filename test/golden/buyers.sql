select count(distinct customer_id) as n
from "transactions"
where not is_refund and day > date '2026-02-28' and day <= date '2026-03-31'
