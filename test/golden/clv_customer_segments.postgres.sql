with c as (
  select
    k.customer_id,
    k.first_day,
    k.last_day,
    k.x,
    k.total_spend as revenue,
    (k.last_day - k.first_day) as between_days,
    (date '2024-12-31' - k.last_day) as recency_days,
    (date '2024-12-31' - k.first_day) as age_days,
    s.p_alive,
    s.value_tier
  from "customers" k
  left join "scores" s on s.customer_id = k.customer_id
),
a as (
  select
    count(*) as customers,
    case
      when sum(x) > 0 then cast(sum(between_days) as double precision) / cast(sum(x) as double precision)
    end as gap_days
  from c
),
r as (
  select v, n, sum(n) over (order by v) as upto
  from (select last_day as v, count(*) as n from c group by last_day) counted
),
f as (
  select v, n, sum(n) over (order by v) as upto from (select x as v, count(*) as n from c group by x) counted
),
m as (
  select v, n, sum(n) over (order by v) as upto
  from (select revenue as v, count(*) as n from c group by revenue) counted
),
g as (
  select
    c.*,
    (c.between_days + a.gap_days) / (c.x + 1) as expected_gap_days,
    cast(
      1 + floor(cast(5 * (2 * r.upto - r.n) as double precision) / (2 * a.customers)) as integer
    ) as r_score,
    cast(
      1 + floor(cast(5 * (2 * f.upto - f.n) as double precision) / (2 * a.customers)) as integer
    ) as f_score,
    cast(
      1 + floor(cast(5 * (2 * m.upto - m.n) as double precision) / (2 * a.customers)) as integer
    ) as m_score
  from c
  cross join a
  join r on r.v = c.last_day
  join f on f.v = c.x
  join m on m.v = c.revenue
),
b as (
  select g.*, case when expected_gap_days > 0 then recency_days / expected_gap_days end as gaps_overdue from g
)
select
  b.customer_id,
  cast(b.recency_days as integer) as recency_days,
  b.expected_gap_days,
  b.gaps_overdue,
  case
    when b.x = 0 and b.age_days <= 90 then 'new'
    when cast(b.p_alive as decimal(38,12)) < cast('0.1' as decimal(38,12))
      or cast(b.gaps_overdue as decimal(38,12)) > cast('3' as decimal(38,12)) then 'lost'
    when cast(b.p_alive as decimal(38,12)) < cast('0.5' as decimal(38,12))
      or cast(b.gaps_overdue as decimal(38,12)) > cast('1.5' as decimal(38,12)) then 'at_risk'
    else 'active'
  end as lifecycle,
  b.r_score,
  b.f_score,
  b.m_score,
  cast(b.r_score as varchar) || cast(b.f_score as varchar) || cast(b.m_score as varchar) as rfm,
  b.p_alive,
  b.value_tier
from b
