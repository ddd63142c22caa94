select
  'r1' as run_id,
  date '2024-12-31' as as_of,
  component,
  model,
  parameter,
  cast(time_unit as varchar) as time_unit,
  value,
  standard_error
from (
  values (
    'purchase', 'bg-nbd', 'r', 'week', cast('0.24' as double precision), cast('0.01' as double precision)
  ),
  ('spend', 'gamma-gamma', 'p', NULL, cast('6.25' as double precision), cast(NULL as double precision))
) v(component, model, parameter, time_unit, value, standard_error)
