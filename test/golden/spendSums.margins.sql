select
  x,
  t_x,
  t_cal,
  count(*) as n,
  cast(sum(case when x > 0 and repeat_spend > 0 then repeat_spend else 0 end) as double precision) as z,
  cast(
    sum(
      cast(
        case
          when x > 0
            and repeat_spend > 0 then cast(repeat_spend as double precision)
            * cast(repeat_spend as double precision)
          else 0
        end as decimal(38,4)
      )
    ) as double precision
  ) as zz,
  case
    when max(abs(own_margin)) < 1e15 then cast(
      sum(case when abs(own_margin) < 1e15 then cast(own_margin as decimal(38,12)) end) as double precision
    )
    else sum(own_margin)
  end as "m",
  case
    when max(abs(own_margin * own_spend)) < 1e15 then cast(
      sum(
        case when abs(own_margin * own_spend) < 1e15 then cast(own_margin * own_spend as decimal(38,12)) end
      ) as double precision
    )
    else sum(own_margin * own_spend)
  end as "mz",
  case
    when max(abs(own_margin * own_margin)) < 1e15 then cast(
      sum(
        case when abs(own_margin * own_margin) < 1e15 then cast(own_margin * own_margin as decimal(38,12)) end
      ) as double precision
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
      ) as double precision
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
      ) as double precision
    )
    else sum(own_margin * own_margin * own_spend * own_spend)
  end as "mmzz"
from (
  select
    k.*,
    case
      when k."attr_channel" = 'web' then cast('0.3' as double precision)
      when k."attr_channel" = 'o''app' then cast('0.4' as double precision)
      else cast('0.35' as double precision)
    end as own_margin,
    cast(case when x > 0 and repeat_spend > 0 then repeat_spend else 0 end as double precision) as own_spend
  from "customers" k
) k
group by x, t_x, t_cal
order by x, t_x, t_cal
