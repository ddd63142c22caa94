with sizes as (
  select abs(amount) as size, reason
  from "staged_0"
  union all
  select abs(amount) as size, reason
  from "staged_1"
)
select
  cast((select min(size) from sizes where reason = 'ABSURD_AMOUNT') as double) as least_absurd,
  cast(max(size) as double) as largest,
  cast(percentile_disc(0.99) within group (order by size) as double) as high
from sizes
where reason is null
