with counted as (select reason, count(*) as n, min(file) as file from "rejected_rows" group by reason),
first_lines as (
  select c.reason, c.n, c.file, min(r.line) as line
  from counted c
  join "rejected_rows" r on r.reason = c.reason
  where r.file = c.file
  group by c.reason, c.n, c.file
)
select f.reason, f.n, f.file, f.line, min(r.raw_text) as raw_text
from first_lines f
join "rejected_rows" r on r.reason = f.reason
where r.file = f.file and (r.line = f.line or f.line is null)
group by f.reason, f.n, f.file, f.line
order by f.n desc, f.reason
