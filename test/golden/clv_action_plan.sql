select method, customers, budget, cost, cost_if_all_redeem, gain, gain_lo95, gain_lo80, gain_hi80, gain_hi95
from "mart_action_plan"
