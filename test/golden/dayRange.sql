select min(day) as first_day, max(day) as last_day
from (
  select day from "staged_0" where reason is null union all select day from "staged_1" where reason is null
) d
