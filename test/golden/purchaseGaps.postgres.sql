select gap, count(*) as n
from (
  select day, (day - lag(day) over (partition by customer_id order by day)) as gap
  from (
    select distinct d.customer_id, d.day
    from "transactions" d
    join (
      select distinct customer_id
      from "transactions" b
      where not is_refund and day > date '2026-02-28' and day <= date '2026-03-31'
    ) b on b.customer_id = d.customer_id
    where not d.is_refund
  ) d
) g
where gap is not null and day > date '2026-02-28' and day <= date '2026-03-31'
group by gap
order by gap
