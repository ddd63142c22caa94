select
  "attr_channel" as segment,
  x,
  t_x,
  t_cal,
  covariate_group,
  count(*) as n,
  cast(sum(case when total_spend > 0 then total_spend else 0 end) as double) as z,
  cast(
    sum(
      cast(
        case
          when total_spend > 0 then cast(total_spend as double) * cast(total_spend as double) else 0
        end as decimal(38,4)
      )
    ) as double
  ) as zz,
  case
    when max(abs(own_margin)) < 1e15 then cast(
      sum(case when abs(own_margin) < 1e15 then cast(own_margin as decimal(38,12)) end) as double
    )
    else sum(own_margin)
  end as "m",
  case
    when max(abs(own_margin * own_spend)) < 1e15 then cast(
      sum(
        case when abs(own_margin * own_spend) < 1e15 then cast(own_margin * own_spend as decimal(38,12)) end
      ) as double
    )
    else sum(own_margin * own_spend)
  end as "mz",
  case
    when max(abs(own_margin * own_margin)) < 1e15 then cast(
      sum(
        case when abs(own_margin * own_margin) < 1e15 then cast(own_margin * own_margin as decimal(38,12)) end
      ) as double
    )
    else sum(own_margin * own_margin)
  end as "mm",
  case
    when max(abs(own_margin * own_margin * own_spend)) < 1e15 then cast(
      sum(
        case
          when abs(own_margin * own_margin * own_spend) < 1e15 then cast(
            own_margin * own_margin * own_spend as decimal(38,12)
          )
        end
      ) as double
    )
    else sum(own_margin * own_margin * own_spend)
  end as "mmz",
  case
    when max(abs(own_margin * own_margin * own_spend * own_spend)) < 1e15 then cast(
      sum(
        case
          when abs(own_margin * own_margin * own_spend * own_spend) < 1e15 then cast(
            own_margin * own_margin * own_spend * own_spend as decimal(38,12)
          )
        end
      ) as double
    )
    else sum(own_margin * own_margin * own_spend * own_spend)
  end as "mmzz"
from (
  select
    k.*,
    case
      when k."attr_channel" = 'web' then cast('0.3' as double)
      when k."attr_channel" = 'o''app' then cast('0.4' as double)
      else cast('0.35' as double)
    end as own_margin,
    cast(case when total_spend > 0 then total_spend else 0 end as double) as own_spend
  from "customers" k
) k
group by "attr_channel", x, t_x, t_cal, covariate_group
order by "attr_channel" nulls last, x, t_x, t_cal, covariate_group
