select *
from "clv_action_plan"
where 1 = 1
order by gain, cost
limit 20
