select
  attribute,
  segment,
  case when measure = 'mean_value' then 'mean_clv' else measure end as measure,
  horizon_days,
  inside,
  outside,
  difference,
  difference_lo95,
  difference_hi95,
  p_value,
  q_value
from "mart_segment_tests"
