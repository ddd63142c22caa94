select *
from "clv_replacement"
where 1 = 1 and (horizon_days = 365 or attribute is null)
order by
  attribute nulls first,
  case when horizon_days = 365 then 0 else 1 end,
  customers desc,
  source nulls last,
  horizon_days desc
limit 20
