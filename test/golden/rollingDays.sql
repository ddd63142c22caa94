select day, origin, n, z
from "rolling_origins" r
where day is not null
order by day, origin
