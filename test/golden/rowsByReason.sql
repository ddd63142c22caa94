select reason, count(*) as n
from (select reason from "staged_0" union all select reason from "staged_1") r
group by reason
order by reason nulls first
