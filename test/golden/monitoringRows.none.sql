select
  'latest-a' as run_id,
  date '2026-03-31' as as_of,
  measure,
  value,
  reference,
  threshold,
  level,
  cast(reason as varchar) as reason,
  text
from (
  values (
    '',
    cast(NULL as double precision),
    cast(NULL as double precision),
    cast(NULL as double precision),
    '',
    '',
    ''
  )
) v(measure, value, reference, threshold, level, reason, text)
where 1 = 0
