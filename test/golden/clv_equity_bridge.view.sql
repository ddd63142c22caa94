select *
from "clv_equity_bridge"
where 1 = 1 and (amount <> 0 or item in ('opening', 'closing'))
order by line
limit 20
