select
  customer_id,
  cast(sum(amount) as decimal(38,4)) as revenue,
  cast(sum(margin) as decimal(38,4)) as margin,
  count(*) as purchases,
  case
    when max(abs(cast(margin as double) * cast(margin as double) / cast(amount as double))) < 1e15 then cast(
      sum(
        case
          when abs(cast(margin as double) * cast(margin as double) / cast(amount as double)) < 1e15 then cast(
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
