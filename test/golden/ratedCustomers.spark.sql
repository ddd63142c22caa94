select
  c.*,
  greatest(
    least(
      case
        when coalesce(cast(m.revenue as double), 0)
        + cast('25' as double) > 0 then (
          coalesce(cast(m.margin as double), 0) + cast('25' as double) * cast('0.4' as double)
        )
        / (coalesce(cast(m.revenue as double), 0) + cast('25' as double))
        else cast('0.4' as double)
      end,
      cast('1' as double)
    ),
    cast('0.000001' as double)
  ) as margin_rate
from "customers" c
left join (
  select
    customer_id,
    cast(sum(amount) as decimal(38,4)) as revenue,
    cast(sum(margin) as decimal(38,4)) as margin,
    count(*) as purchases,
    case
      when max(abs(cast(margin as double) * cast(margin as double) / cast(amount as double))) < 1e15 then cast(
        sum(
          case
            when abs(
              cast(margin as double) * cast(margin as double) / cast(amount as double)
            ) < 1e15 then cast(
              cast(margin as double) * cast(margin as double) / cast(amount as double) as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(cast(margin as double) * cast(margin as double) / cast(amount as double))
    end as within_sum
  from (select *, amount as margin from "transactions" t) t
  where not is_refund and margin is not null and margin <= amount and amount > 0
  group by customer_id
) m on m.customer_id = c.customer_id
