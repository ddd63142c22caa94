with expected as (
  select customer_id, first_day, m
  from (
    select
      c.customer_id,
      c.first_day,
      case
        when abs(
          (
            cast(6.25e+0 as double)
            * (cast(1.544e+1 as double) + greatest(cast(c.repeat_spend as double), 0))
            / (cast(6.25e+0 as double) * c.x + cast(2.74e+0 as double))
          )
        ) < 99999999999999.99 then cast(
          cast(
            round(
              (
                (
                  cast(6.25e+0 as double)
                  * (cast(1.544e+1 as double) + greatest(cast(c.repeat_spend as double), 0))
                  / (cast(6.25e+0 as double) * c.x + cast(2.74e+0 as double))
                )
              )
              * 1e4
            ) as decimal(18,0)
          )
          * 0.0001 as decimal(18,4)
        )
      end as m
    from "customers" c
    where c.x > 0
  ) e
  where m is not null
)
select
  cast(extract(year from day) * 100 + extract(month from day) as integer) as month,
  cast(count(*) as bigint) as n,
  cast(sum(v) as decimal(38,4)) as v,
  cast(sum(m) as decimal(38,4)) as m,
  cast(sum(cast(m as decimal(19,4)) * m) as decimal(38,8)) as mm,
  cast(sum(cast(v as decimal(19,4)) * v) as decimal(38,8)) as vv,
  cast(sum(cast(v as decimal(19,4)) * m) as decimal(38,8)) as vm,
  cast(0 as decimal(38,4)) as refunded
from (
  select t.day, k.m, cast(sum(t.amount) as decimal(18,4)) as v
  from "transactions" t
  join expected k on k.customer_id = t.customer_id
  where not t.is_refund and t.day > k.first_day
  group by t.customer_id, t.day, k.m
) p
group by extract(year from day), extract(month from day)
union all
select
  cast(extract(year from day) * 100 + extract(month from day) as integer) as month,
  cast(0 as bigint) as n,
  cast(0 as decimal(38,4)) as v,
  cast(0 as decimal(38,4)) as m,
  cast(0 as decimal(38,8)) as mm,
  cast(0 as decimal(38,8)) as vv,
  cast(0 as decimal(38,8)) as vm,
  cast(sum(amount) as decimal(38,4)) as refunded
from (
  select r.day, r.amount
  from "transactions" r
  join (
    select t.customer_id, min(t.day) as second_day
    from "transactions" t
    join expected k on k.customer_id = t.customer_id
    where not t.is_refund
      and t.day > k.first_day
      and t.customer_id in (select customer_id from "transactions" b where is_refund)
    group by t.customer_id
  ) s on s.customer_id = r.customer_id
    and r.day >= s.second_day
  where r.is_refund
) g
group by extract(year from day), extract(month from day)
