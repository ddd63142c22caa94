select day, count(*) as n
from "transactions" t
where not is_refund
group by day
