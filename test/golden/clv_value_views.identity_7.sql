select cast(found as double precision) as found, cast(expected as double precision) as expected
from (
  select
    sum(predictive_residual * customers) as found,
    (select sum("residual_clv") from "scores" s) as expected
  from "clv_value_views" v
  where scope = 'base'
) i
