select *
from "clv_action_plan"
order by gain, cost
limit 20
