select cast(found as double) as found, cast(expected as double) as expected
from (
  select
    sum(case when attribute = 'value_tier' then customers else 0 end) as found,
    sum(case when attribute is null then customers else 0 end) as expected
  from "clv_segments"
  where horizon_days = 365
) i
