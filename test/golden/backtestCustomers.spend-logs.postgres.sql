with bought as (
  select customer_id, min(day) as day, count(*) as orders
  from "transactions" t
  where not is_refund and day > date '2024-04-30' and day <= date '2024-12-31'
  group by customer_id, day
),
counted as (
  select
    customer_id,
    cast(sum(case when day > date '2024-08-31' then 1 else 0 end) as integer) as y,
    cast(
      sum(case when day > date '2024-04-30' and day <= date '2024-08-31' then 1 else 0 end) as integer
    ) as previous_y
  from bought
  group by customer_id
),
spent as (
  select
    customer_id,
    cast(sum(case when day > date '2024-08-31' then amount else 0 end) as decimal(38,4)) as value,
    cast(
      sum(case when day > date '2024-04-30' and day <= date '2024-08-31' then amount else 0 end) as decimal(
        38,4
      )
    ) as previous_value,
    max(case when not is_refund and day <= date '2024-04-30' then day end) as earlier_day
  from "transactions" t
  where day <= date '2024-12-31'
  group by customer_id
)
select
  c.customer_id,
  c.first_day,
  c.x,
  c.t_x,
  c.t_cal,
  c.first_amount,
  c.repeat_spend,
  c.mean_spend,
  c.total_spend,
  c.valued_purchases,
  c.log_spend,
  c.log_spend_squares,
  coalesce(n.y, 0) as y,
  s.value,
  coalesce(n.previous_y, 0) as previous_y,
  s.previous_value,
  (date '2024-04-30' - s.earlier_day) as earlier_recency,
  cast(extract(year from c.first_day) * 100 + extract(month from c.first_day) as integer) as cohort
from (
  select
    b.customer_id,
    first_day,
    last_day,
    x,
    orders,
    (last_day - first_day) as t_x,
    (date '2024-08-31' - first_day) as t_cal,
    cast(first_amount as decimal(18,4)) as first_amount,
    cast((purchased - first_amount) + 0 as decimal(38,4)) as repeat_spend,
    cast(
      case
        when x > 0 then cast((purchased - first_amount) + 0 as double precision) / x
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
      from (select * from "transactions" t where day <= date '2024-08-31') t
      where not is_refund
      group by customer_id, day
    ) d
    group by customer_id
  ) b
) c
join spent s on s.customer_id = c.customer_id
left join counted n on n.customer_id = c.customer_id
