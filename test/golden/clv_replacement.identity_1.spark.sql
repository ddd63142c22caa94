select cast(found as double) as found, cast(expected as double) as expected
from (
  select a.n as found, b.n as expected
  from (
    select
      attribute,
      horizon_days,
      case
        when max(abs("expected_losses")) < 1e15 then cast(
          sum(
            case when abs("expected_losses") < 1e15 then cast("expected_losses" as decimal(38,12)) end
          ) as double
        )
        else sum("expected_losses")
      end as n
    from "clv_replacement"
    group by attribute, horizon_days
  ) a
  join (
    select
      attribute,
      horizon_days,
      case
        when max(abs("expected_losses")) < 1e15 then cast(
          sum(
            case when abs("expected_losses") < 1e15 then cast("expected_losses" as decimal(38,12)) end
          ) as double
        )
        else sum("expected_losses")
      end as n
    from "clv_replacement"
    group by attribute, horizon_days
  ) b on b.horizon_days = a.horizon_days
  where a.attribute is not null and b.attribute is null
) i
