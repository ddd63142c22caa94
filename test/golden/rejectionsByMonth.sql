select
  month,
  count(*) as n,
  count(case when reason in ('UNPARSABLE_AMOUNT') then 1 end) as rejected,
  min(case when reason in ('UNPARSABLE_AMOUNT') then reason end) as reason
from (
  select substr(cast(day as varchar), 1, 7) as month, reason
  from (
    select day, reason
    from "staged_0"
    where day is not null
    union all
    select day, reason
    from "staged_1"
    where day is not null
  ) d
) r
group by month
order by month
