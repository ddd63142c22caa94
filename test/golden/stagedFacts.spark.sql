select
  count(case when reason <> 'CONTINUATION' then 1 end) as rejected,
  count(case when reason = 'FORGOTTEN' then 1 end) as forgotten,
  cast(max(case when day <= date '2024-02-01' then day end) as string) as last_day,
  cast(min(case when day > date '2024-02-01' then day end) as string) as next_day
from "staged_0"
