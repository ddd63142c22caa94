select cast(found as double precision) as found, cast(expected as double precision) as expected
from (
  select
    (select clv from "clv_sensitivity" where scope = 'base' and driver = 'base') as found,
    (
      select case
        when max(abs("residual_clv")) < 1e15 then cast(
          sum(
            case when abs("residual_clv") < 1e15 then cast("residual_clv" as decimal(38,12)) end
          ) as double precision
        )
        else sum("residual_clv")
      end
      from "scores"
    ) as expected
) i
