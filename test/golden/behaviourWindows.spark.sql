with past as (
  select *, datediff(date '2024-12-31', day) as age from "transactions" where day <= date '2024-12-31'
),
days as (
  select customer_id, day, min(age) as age, cast(sum(amount) as decimal(18,4)) as amount, count(*) as orders
  from past
  where not is_refund
  group by customer_id, day
),
gaps as (
  select
    *,
    lag(age) over (partition by customer_id order by day) - age as gap,
    datediff(day, date '1900-01-01') % 7 as weekday
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
    min_by(amount, day) filter (where amount is not null) as first_amount,
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
    cast(sum(case when weekday = 6 then 1 else 0 end) as bigint) as weekday_6
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
)
select
  o.customer_id,
  cast(purchases as double) as purchases,
  cast(orders as double) as orders,
  cast(age as double) as age,
  cast(recency as double) as recency,
  cast(purchases_7d as double) as purchases_7d,
  cast(purchases_30d as double) as purchases_30d,
  cast(purchases_90d as double) as purchases_90d,
  cast(purchases_365d as double) as purchases_365d,
  cast(s.amount as double) as amount,
  cast(s.amount_7d as double) as amount_7d,
  cast(s.amount_30d as double) as amount_30d,
  cast(s.amount_90d as double) as amount_90d,
  cast(s.amount_365d as double) as amount_365d,
  cast(first_amount as double) as first_amount,
  cast(largest_amount as double) as largest_amount,
  cast(gap_sum as double) / nullif(gaps, 0) as gap_mean,
  case
    when gaps > 1 then sqrt(cast(gaps * gap_squares - gap_sum * gap_sum as double) / (gaps * (gaps - 1)))
  end as gap_sd,
  cast(weekday_0 as double) / purchases as share_monday,
  cast(weekday_1 as double) / purchases as share_tuesday,
  cast(weekday_2 as double) / purchases as share_wednesday,
  cast(weekday_3 as double) / purchases as share_thursday,
  cast(weekday_4 as double) / purchases as share_friday,
  cast(weekday_5 as double) / purchases as share_saturday,
  cast(weekday_6 as double) / purchases as share_sunday
from own o
join spent s on s.customer_id = o.customer_id
