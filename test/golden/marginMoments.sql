select
  count(*) as customers,
  cast(coalesce(sum(purchases), 0) as bigint) as purchases,
  cast(coalesce(sum(revenue), 0) as double precision) as revenue,
  cast(coalesce(sum(margin), 0) as double precision) as margin,
  case
    when max(abs(cast(revenue as double precision) * cast(revenue as double precision))) < 1e15 then cast(
      sum(
        case
          when abs(cast(revenue as double precision) * cast(revenue as double precision)) < 1e15 then cast(
            cast(revenue as double precision) * cast(revenue as double precision) as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(cast(revenue as double precision) * cast(revenue as double precision))
  end as squared_revenue,
  case
    when max(
      abs(
        cast(margin as double precision)
        * cast(margin as double precision)
        / cast(revenue as double precision)
      )
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            cast(margin as double precision)
            * cast(margin as double precision)
            / cast(revenue as double precision)
          ) < 1e15 then cast(
            cast(margin as double precision)
            * cast(margin as double precision)
            / cast(revenue as double precision) as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(
      cast(margin as double precision) * cast(margin as double precision) / cast(revenue as double precision)
    )
  end as between_sum,
  case
    when max(abs(within_sum)) < 1e15 then cast(
      sum(case when abs(within_sum) < 1e15 then cast(within_sum as decimal(38,12)) end) as double precision
    )
    else sum(within_sum)
  end as within_sum
from (
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
) m
