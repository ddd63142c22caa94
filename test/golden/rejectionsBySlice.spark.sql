select slice, count(*) as n, min(line) as first_line, max(line) as last_line, min(reason) as reason
from (
  select cast(floor((line - 1) / cast(50 as double)) as integer) as slice, line, reason
  from "rejected_rows"
  where file = 'it''s.csv' and line is not null and reason in ('UNPARSABLE_DATE')
) r
group by slice
order by slice
