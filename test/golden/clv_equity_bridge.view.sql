select *
from "clv_equity_bridge"
where 1 = 1
order by line
limit 20
