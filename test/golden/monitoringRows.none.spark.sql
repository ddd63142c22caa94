select
  'latest-a' as run_id,
  date '2026-03-31' as as_of,
  measure,
  value,
  reference,
  threshold,
  level,
  cast(reason as string) as reason,
  text
from (values ('', cast(NULL as double), cast(NULL as double), cast(NULL as double), '', '', '')) v(
  measure, value, reference, threshold, level, reason, text
)
where 1 = 0
