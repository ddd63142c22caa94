select gap, count(*) as n from (
  select day, cast(day - lag(day) over (partition by customer_id order by day) as integer) as gap from (select distinct customer_id, day from (select * from "transactions" where hash(customer_id) % 7 = 0) d where not is_refund) d
) g where gap is not null and day > date '2026-02-28' and day <= date '2026-03-31' group by gap order by gap
