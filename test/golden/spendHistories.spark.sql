with spend as (
  select x, cast(cast(repeat_spend * 10000 as decimal(38,0)) as string) as z
  from "customers"
  where x > 0 and repeat_spend > 0
),
cut as (
  select
    x,
    cast(length(z) as bigint) as digits,
    cast(rpad(substr(z, 1, 3), 3, '0') as integer) as lead,
    cast(rpad(substr(z, 4, 9), 9, '0') as bigint) as q
  from spend
)
select
  x,
  digits,
  lead,
  count(*) as n,
  cast(sum(q) as decimal(38,0)) as q1,
  cast(sum(cast(q * q as decimal(38,0))) as decimal(38,0)) as q2,
  cast(sum(cast(q * q as decimal(38,0)) * q) as decimal(38,0)) as q3
from cut
group by x, digits, lead
order by x, digits, lead
