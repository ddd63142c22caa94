select *
from "clv_equity"
where 1 = 1
order by attribute nulls first, equity desc, source nulls last
limit 20
