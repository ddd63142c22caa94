with past as (
  select *, cast(date '2024-09-30' - day as integer) as age
  from "transactions"
  where day <= date '2024-09-30'
    and cast(cast('0x' || substr(md5(customer_id), 1, 8) as bigint) % 1000000 as integer) < 250000
),
days as (
  select
    customer_id,
    day,
    min(age) as age,
    cast(sum(amount) as decimal(18,4)) as amount,
    count(*) as orders,
    min("attr_channel") as "attr_channel"
  from past
  where not is_refund
  group by customer_id, day
),
gaps as (
  select
    *,
    lag(age) over (partition by customer_id order by day) - age as gap,
    cast(day - date '1900-01-01' as integer) % 7 as weekday
  from days
),
own as (
  select
    customer_id,
    count(*) as purchases,
    cast(sum(orders) as bigint) as orders,
    max(age) as age,
    min(age) as recency,
    count(gap) as gaps,
    cast(sum(gap) as bigint) as gap_sum,
    cast(sum(cast(gap as bigint) * gap) as bigint) as gap_squares,
    arg_min(amount, day) as first_amount,
    max(amount) as largest_amount,
    cast(sum(case when age < 7 then 1 else 0 end) as bigint) as purchases_7d,
    cast(sum(case when age < 30 then 1 else 0 end) as bigint) as purchases_30d,
    cast(sum(case when age < 90 then 1 else 0 end) as bigint) as purchases_90d,
    cast(sum(case when age < 365 then 1 else 0 end) as bigint) as purchases_365d,
    cast(sum(case when weekday = 0 then 1 else 0 end) as bigint) as weekday_0,
    cast(sum(case when weekday = 1 then 1 else 0 end) as bigint) as weekday_1,
    cast(sum(case when weekday = 2 then 1 else 0 end) as bigint) as weekday_2,
    cast(sum(case when weekday = 3 then 1 else 0 end) as bigint) as weekday_3,
    cast(sum(case when weekday = 4 then 1 else 0 end) as bigint) as weekday_4,
    cast(sum(case when weekday = 5 then 1 else 0 end) as bigint) as weekday_5,
    cast(sum(case when weekday = 6 then 1 else 0 end) as bigint) as weekday_6,
    arg_min("attr_channel", day) as "attr_channel"
  from gaps
  group by customer_id
),
spent as (
  select
    customer_id,
    sum(amount) as amount,
    sum(case when age < 7 then amount else 0 end) as amount_7d,
    sum(case when age < 30 then amount else 0 end) as amount_30d,
    sum(case when age < 90 then amount else 0 end) as amount_90d,
    sum(case when age < 365 then amount else 0 end) as amount_365d
  from past
  group by customer_id
),
future as (
  select customer_id, sum(amount) as target
  from "transactions"
  where day > date '2024-09-30'
    and day <= date '2024-12-31'
    and cast(cast('0x' || substr(md5(customer_id), 1, 8) as bigint) % 1000000 as integer) < 250000
  group by customer_id
)
select
  o.customer_id,
  cast(purchases as double precision) as purchases,
  cast(orders as double precision) as orders,
  cast(age as double precision) as age,
  cast(recency as double precision) as recency,
  cast(purchases_7d as double precision) as purchases_7d,
  cast(purchases_30d as double precision) as purchases_30d,
  cast(purchases_90d as double precision) as purchases_90d,
  cast(purchases_365d as double precision) as purchases_365d,
  cast(s.amount as double precision) as amount,
  cast(s.amount_7d as double precision) as amount_7d,
  cast(s.amount_30d as double precision) as amount_30d,
  cast(s.amount_90d as double precision) as amount_90d,
  cast(s.amount_365d as double precision) as amount_365d,
  cast(first_amount as double precision) as first_amount,
  cast(largest_amount as double precision) as largest_amount,
  cast(gap_sum as double precision) / nullif(gaps, 0) as gap_mean,
  case
    when gaps > 1 then sqrt(
      cast(gaps * gap_squares - gap_sum * gap_sum as double precision) / (gaps * (gaps - 1))
    )
  end as gap_sd,
  cast(weekday_0 as double precision) / purchases as share_monday,
  cast(weekday_1 as double precision) / purchases as share_tuesday,
  cast(weekday_2 as double precision) / purchases as share_wednesday,
  cast(weekday_3 as double precision) / purchases as share_thursday,
  cast(weekday_4 as double precision) / purchases as share_friday,
  cast(weekday_5 as double precision) / purchases as share_saturday,
  cast(weekday_6 as double precision) / purchases as share_sunday,
  o."attr_channel",
  greatest(cast(coalesce(f.target, 0) as double precision), 0) as target
from own o
join spent s on s.customer_id = o.customer_id
left join future f on f.customer_id = o.customer_id
order by o.customer_id
