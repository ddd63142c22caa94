select
  b.customer_id,
  first_day,
  last_day,
  x,
  orders,
  (last_day - first_day) as t_x,
  (date '2024-12-31' - first_day) as t_cal,
  cast(first_amount as decimal(18,4)) as first_amount,
  cast(
    (
      purchased
      - cast(
        (
          cast(
            (cast(first_amount * 10000 as bigint) - cast(first_amount * 10000 as bigint) % first_orders)
            / first_orders as bigint
          )
          + case
            when 2 * (cast(first_amount * 10000 as bigint) % first_orders) >= first_orders then 1 else 0
          end
        ) as decimal(18,0)
      )
      * 0.0001
    )
    + 0 as decimal(38,4)
  ) as repeat_spend,
  cast(
    case
      when x > 0 then cast(
        (
          purchased
          - cast(
            (
              cast(
                (cast(first_amount * 10000 as bigint) - cast(first_amount * 10000 as bigint) % first_orders)
                / first_orders as bigint
              )
              + case
                when 2 * (cast(first_amount * 10000 as bigint) % first_orders) >= first_orders then 1 else 0
              end
            ) as decimal(18,0)
          )
          * 0.0001
        )
        + 0 as double precision
      )
      / x
    end as double precision
  ) as mean_spend,
  cast(purchased + 0 as decimal(38,4)) as total_spend,
  cast(valued_purchases as integer) as valued_purchases,
  cast(log_spend as bigint) as log_spend,
  cast(log_spend_squares as bigint) as log_spend_squares
from (
  select
    customer_id,
    min(day) as first_day,
    max(day) as last_day,
    cast(sum(orders) as integer) - 1 as x,
    cast(sum(orders) as bigint) as orders,
    sum(amount) as purchased,
    (array_agg(amount order by day) filter (where amount is not null))[1] as first_amount,
    (array_agg(orders order by day) filter (where orders is not null))[1] as first_orders,
    coalesce(sum(valued_purchases), 0) as valued_purchases,
    coalesce(sum(log_spend), 0) as log_spend,
    coalesce(sum(log_spend_squares), 0) as log_spend_squares
  from (
    select
      customer_id,
      day,
      cast(sum(amount) as decimal(18,4)) as amount,
      count(*) as orders,
      sum(case when amount > 0 then 1 else 0 end) as valued_purchases,
      sum(
        cast(round(ln(cast(case when amount > 0 then amount end as double precision)) * 1e9) as bigint)
      ) as log_spend,
      sum(
        cast(
          round(
            ln(cast(case when amount > 0 then amount end as double precision))
            * ln(cast(case when amount > 0 then amount end as double precision))
            * 1e9
          ) as bigint
        )
      ) as log_spend_squares
    from "transactions" t
    where not is_refund
    group by customer_id, day
  ) d
  group by customer_id
) b
