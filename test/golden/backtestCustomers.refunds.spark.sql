with bought as (
  select customer_id, min(day) as day, count(*) as orders
  from "transactions" t
  where not is_refund and day > date '2024-04-30' and day <= date '2024-12-31'
  group by customer_id, day
),
counted as (
  select
    customer_id,
    cast(sum(case when day > date '2024-08-31' then orders else 0 end) as integer) as y,
    cast(
      sum(case when day > date '2024-04-30' and day <= date '2024-08-31' then orders else 0 end) as integer
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
  c."attr_channel",
  coalesce(n.y, 0) as y,
  s.value,
  coalesce(n.previous_y, 0) as previous_y,
  s.previous_value,
  datediff(date '2024-04-30', s.earlier_day) as earlier_recency,
  cast(extract(year from c.first_day) * 100 + extract(month from c.first_day) as integer) as cohort
from (
  with base as (
    select
      customer_id,
      min(day) as first_day,
      max(day) as last_day,
      cast(sum(orders) as integer) - 1 as x,
      cast(sum(orders) as bigint) as orders,
      sum(amount) as purchased,
      min_by(amount, day) filter (where amount is not null) as first_amount,
      min_by(orders, day) filter (where orders is not null) as first_orders,
      min_by("attr_channel", day) filter (where "attr_channel" is not null) as "attr_channel"
    from (
      select
        customer_id,
        day,
        cast(sum(amount) as decimal(18,4)) as amount,
        count(*) as orders,
        min("attr_channel") as "attr_channel"
      from (select * from "transactions" t where day <= date '2024-08-31') t
      where not is_refund
      group by customer_id, day
    ) d
    group by customer_id
  ),
  refunds as (
    select customer_id, day, amount
    from (select * from "transactions" t where day <= date '2024-08-31') t
    where is_refund
  ),
  second as (
    select t.customer_id, min(t.day) as second_day
    from (select * from "transactions" t where day <= date '2024-08-31') t
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
    datediff(last_day, first_day) as t_x,
    datediff(date '2024-08-31', first_day) as t_cal,
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
      + coalesce(r.repeated, 0) as decimal(38,4)
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
          + coalesce(r.repeated, 0) as double
        )
        / x
      end as double
    ) as mean_spend,
    cast(purchased + coalesce(r.total, 0) as decimal(38,4)) as total_spend,
    b."attr_channel"
  from base b
  left join refunded r on r.customer_id = b.customer_id
) c
join spent s on s.customer_id = c.customer_id
left join counted n on n.customer_id = c.customer_id
where c.first_day >= date '2024-01-01' and c.first_day <= date '2024-06-30'
