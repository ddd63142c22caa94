select count(*) as found, 0 as expected
from "clv_actions"
where uplift_used > 0 and expected_gain > 1e-6 and incentive > max_incentive + 1e-6
