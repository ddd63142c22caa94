select
  count(case when day > date '2024-12-31' then 1 end) as after_window,
  count(case when day < date '2024-01-01' then 1 end) as before_window
from (
  select day from "staged_0" where reason is null union all select day from "staged_1" where reason is null
) d
