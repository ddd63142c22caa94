select *
from "clv_segments"
where horizon_days = 365 and 1 = 1 and (attribute is null or attribute = 'lifecycle')
order by attribute nulls first, customers desc, segment
limit 20
