select
  'r1' as run_id,
  date '2024-12-31' as as_of,
  component,
  model,
  parameter,
  cast(time_unit as string) as time_unit,
  value,
  standard_error
from (
  values ('purchase', 'bg-nbd', 'r', 'week', cast('0.24' as double), cast('0.01' as double)),
  ('spend', 'gamma-gamma', 'p', NULL, cast('6.25' as double), cast(NULL as double))
) v(component, model, parameter, time_unit, value, standard_error)
