with bought as (
  select customer_id, day, cast(null as decimal(18,4)) as amount
  from "transactions" t
  where not is_refund
  group by customer_id, day
),
spaced as (
  select customer_id, day, amount, datediff(day, lag(day) over (partition by customer_id order by day)) as gap
  from bought
),
counted as (
  select
    customer_id,
    max(day) as last_day,
    min_by(amount, -datediff(day, date '1900-01-01')) filter (where amount is not null) as price,
    count(gap) as gaps,
    sum(case when gap between 6 and 8 then 1 else 0 end) as of_112,
    sum(case when gap between 13 and 15 then 1 else 0 end) as of_224,
    sum(case when gap between 26 and 34 then 1 else 0 end) as of_487,
    sum(case when gap between 57 and 65 then 1 else 0 end) as of_974,
    sum(case when gap between 85 and 98 then 1 else 0 end) as of_1461,
    sum(case when gap between 175 and 190 then 1 else 0 end) as of_2922,
    sum(case when gap between 350 and 380 then 1 else 0 end) as of_5844,
    sum(case when gap between 715 and 745 then 1 else 0 end) as of_11688
  from spaced
  group by customer_id
),
owned as (
  select
    customer_id,
    last_day,
    price,
    gaps,
    cast(
      case
        when gaps = 0 then null
        when of_112 >= cast(6e-1 as double) * gaps then 112
        when of_224 >= cast(6e-1 as double) * gaps then 224
        when of_487 >= cast(6e-1 as double) * gaps then 487
        when of_974 >= cast(6e-1 as double) * gaps then 974
        when of_1461 >= cast(6e-1 as double) * gaps then 1461
        when of_2922 >= cast(6e-1 as double) * gaps then 2922
        when of_5844 >= cast(6e-1 as double) * gaps then 5844
        when of_11688 >= cast(6e-1 as double) * gaps then 11688
      end as integer
    ) as own
  from counted
),
prices as (
  select price, own, count(*) as n, sum(count(*)) over (partition by price) as payers
  from owned
  where own is not null
  group by price, own
)
select o.customer_id, last_day, gaps, o.own, coalesce(o.own, p.own) as sixteenths
from owned o
left join prices p on p.price = o.price and o.gaps = 0 and p.n >= 3 and p.n >= cast(8e-1 as double) * p.payers
