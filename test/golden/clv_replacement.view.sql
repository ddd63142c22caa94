select *
from "clv_replacement"
where 1 = 1
order by
  attribute nulls first,
  case when horizon_days = 365 then 0 else 1 end,
  expected_losses desc,
  source nulls last,
  horizon_days
limit 20
