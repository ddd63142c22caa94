with base as (
  select
    customer_id,
    min(day) as first_day,
    max(day) as last_day,
    cast(count(*) as integer) - 1 as x,
    cast(sum(orders) as bigint) as orders,
    sum(amount) as purchased,
    (array_agg(amount order by day) filter (where amount is not null))[1] as first_amount,
    1 as first_orders,
    coalesce(sum(valued_purchases), 0) as valued_purchases,
    coalesce(sum(log_spend), 0) as log_spend,
    coalesce(sum(log_spend_squares), 0) as log_spend_squares
  from (
    select
      customer_id,
      day,
      cast(sum(amount) as decimal(18,4)) as amount,
      count(*) as orders,
      case when sum(amount) > 0 then 1 else 0 end as valued_purchases,
      cast(
        round(ln(cast(case when sum(amount) > 0 then sum(amount) end as double precision)) * 1e9) as bigint
      ) as log_spend,
      cast(
        round(
          ln(cast(case when sum(amount) > 0 then sum(amount) end as double precision))
          * ln(cast(case when sum(amount) > 0 then sum(amount) end as double precision))
          * 1e9
        ) as bigint
      ) as log_spend_squares
    from "transactions" t
    where not is_refund
    group by customer_id, day
  ) d
  group by customer_id
),
refunds as (select customer_id, day, amount from "transactions" t where is_refund),
second as (
  select t.customer_id, min(t.day) as second_day
  from "transactions" t
  join base b on b.customer_id = t.customer_id
  where not t.is_refund and t.day > b.first_day and t.customer_id in (select customer_id from refunds)
  group by t.customer_id
),
refunded as (
  select
    r.customer_id,
    sum(r.amount) as total,
    sum(case when r.day >= s.second_day then r.amount else 0 end) as repeated
  from refunds r
  left join second s on s.customer_id = r.customer_id
  group by r.customer_id
)
select
  b.customer_id,
  first_day,
  last_day,
  x,
  orders,
  (last_day - first_day) as t_x,
  (date '2024-12-31' - first_day) as t_cal,
  cast(first_amount as decimal(18,4)) as first_amount,
  cast((purchased - first_amount) + coalesce(r.repeated, 0) as decimal(38,4)) as repeat_spend,
  cast(
    case
      when x > 0 then cast((purchased - first_amount) + coalesce(r.repeated, 0) as double precision) / x
    end as double precision
  ) as mean_spend,
  cast(purchased + coalesce(r.total, 0) as decimal(38,4)) as total_spend,
  cast(valued_purchases as integer) as valued_purchases,
  cast(log_spend as bigint) as log_spend,
  cast(log_spend_squares as bigint) as log_spend_squares
from base b
left join refunded r on r.customer_id = b.customer_id
