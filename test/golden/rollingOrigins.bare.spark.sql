with days as (
  select customer_id, day, cast(sum(case when is_refund then 0 else 1 end) as bigint) as orders
  from "bare_transactions" t
  group by customer_id, day
),
numbered as (
  select
    customer_id,
    day,
    orders,
    count(case when orders > 0 then day end) over (
      partition by customer_id order by day rows unbounded preceding
    ) as day_number,
    min(case when orders > 0 then day end) over (partition by customer_id) as first_day,
    max(case when orders > 0 then day end) over (
      partition by customer_id order by day rows unbounded preceding
    ) as last_day,
    lead(day) over (partition by customer_id order by day) as next_day,
    max(case when orders > 0 then day end) over (
      partition by customer_id order by day rows between unbounded preceding and 1 preceding
    ) as previous_day
  from days d
),
counted as (
  select
    customer_id,
    day,
    first_day,
    last_day,
    next_day,
    day_number - 1 as x,
    case when orders > 0 and day_number > 1 then 1 else 0 end as repeats,
    case
      when orders > 0 and day_number > 1 then cast(round(ln(datediff(day, previous_day)) * 1e9) as bigint)
      else 0
    end as log_gap
  from (select * from numbered n) m
  where day_number > 0
),
states as (
  select
    first_day,
    last_day,
    x,
    case when day <= date '2024-04-30' then 0 when day <= date '2024-08-31' then 1 else 2 end as since,
    case
      when next_day <= date '2024-04-30' then 0 when next_day <= date '2024-08-31' then 1 else 2
    end as before,
    sum(log_gap) over (partition by customer_id order by day rows unbounded preceding) as log_gaps
  from counted c
)
select
  o.origin,
  cast(null as date) as day,
  cast(x as integer) as x,
  datediff(last_day, first_day) as t_x,
  datediff(o.last, first_day) as t_cal,
  count(*) as n,
  cast(null as decimal(38,4)) as z,
  cast(null as decimal(38,4)) as zz,
  cast(sum(log_gaps) as bigint) as log_gaps
from states s
join (values (0, date '2024-04-30'), (1, date '2024-08-31')) o(origin, last) on o.origin >= s.since
  and o.origin < s.before
where s.since < s.before
group by o.origin, o.last, x, first_day, last_day
union all
select
  origin,
  day,
  cast(null as integer) as x,
  cast(null as integer) as t_x,
  cast(null as integer) as t_cal,
  cast(sum(repeats) as bigint) as n,
  cast(null as decimal(38,4)) as z,
  cast(null as decimal(38,4)) as zz,
  cast(null as bigint) as log_gaps
from (
  select
    case
      when first_day <= date '2024-04-30' then 0 when first_day <= date '2024-08-31' then 1 else 2
    end as origin,
    day,
    repeats
  from counted c
  where repeats > 0
) d
group by origin, day
