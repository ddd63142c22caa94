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
from (
  values (
    'mean_clv',
    cast('95.5' as double),
    cast('96' as double),
    cast('0.25' as double),
    'ok',
    NULL,
    'the customer''s'
  ),
  ('amount_psi', cast('0.3' as double), cast(NULL as double), cast(NULL as double), 'warn', NULL, 'moved')
) v(measure, value, reference, threshold, level, reason, text)
