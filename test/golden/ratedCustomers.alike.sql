select
  c.*,
  greatest(
    least(cast('0.4' as double precision), cast('1' as double precision)),
    cast('0.000001' as double precision)
  ) as margin_rate
from "customers" c
left join (
  select
    customer_id,
    cast(sum(amount) as decimal(38,4)) as revenue,
    cast(sum(margin) as decimal(38,4)) as margin,
    count(*) as purchases,
    case
      when max(
        abs(
          cast(margin as double precision)
          * cast(margin as double precision)
          / cast(amount as double precision)
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              cast(margin as double precision)
              * cast(margin as double precision)
              / cast(amount as double precision)
            ) < 1e15 then cast(
              cast(margin as double precision)
              * cast(margin as double precision)
              / cast(amount as double precision) as decimal(38,12)
            )
          end
        ) as double precision
      )
      else sum(
        cast(margin as double precision) * cast(margin as double precision) / cast(amount as double precision)
      )
    end as within_sum
  from (select *, amount as margin from "transactions" t) t
  where not is_refund and margin is not null and margin <= amount and amount > 0
  group by customer_id
) m on m.customer_id = c.customer_id
