select *
from "clv_equity_planned"
where 1 = 1
order by horizon_days
limit 20
