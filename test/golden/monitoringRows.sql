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
    'mean_clv',
    cast('95.5' as double precision),
    cast('96' as double precision),
    cast('0.25' as double precision),
    'ok',
    NULL,
    'the customer''s'
  ),
  (
    'amount_psi',
    cast('0.3' as double precision),
    cast(NULL as double precision),
    cast(NULL as double precision),
    'warn',
    NULL,
    'moved'
  )
) v(measure, value, reference, threshold, level, reason, text)
