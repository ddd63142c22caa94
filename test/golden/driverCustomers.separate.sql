select
  c.customer_id,
  cast(1 * (case when early_purchases >= 2 then 2 else early_purchases end) as integer) as cell,
  cast(cast('0x' || substr(md5(c.customer_id), 1, 8) as bigint) % 4 as integer) as fold,
  case when age_days >= 364 then c.first_year end as "first_year",
  case when age_days >= 364 then c.after_90_days end as "after_90_days"
from (
  select
    c.*,
    early_purchases,
    cast(d.first_year as double precision) as first_year,
    cast(d.after_90_days as double precision) as after_90_days,
    cast(date '2024-12-31' - c.first_day as integer) as age_days
  from "customers" c
  join (
    select
      customer_id,
      cast(
        sum(case when not is_refund and since between 0 and 89 then 1 else 0 end) - 1 as integer
      ) as early_purchases,
      1
      + cast(
        sum(case when not is_refund and since between 0 and 364 then 1 else 0 end) - 1 as integer
      ) as first_year,
      cast(
        sum(case when not is_refund and since between 90 and 364 then 1 else 0 end) - 0 as integer
      ) as after_90_days
    from (
      select t.*, cast(t.day - c.first_day as integer) as since
      from "transactions" t
      join "customers" c on c.customer_id = t.customer_id
    ) t
    where since between 0 and 364
    group by customer_id
  ) d on d.customer_id = c.customer_id
) c
