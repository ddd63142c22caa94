select
  c.customer_id,
  cast(
    1
    * (
      case
        when extract(month from c.first_day) <= 3 then 0
        when extract(month from c.first_day) <= 6 then 1
        when extract(month from c.first_day) <= 9 then 2
        else 3
      end
    )
    + 4
    * (case when early_purchases >= 2 then 2 else early_purchases end)
    + 12
    * (case when age_days < 365 then 0 when age_days < 730 then 1 else 2 end) as integer
  ) as cell,
  cast(cast(conv(substr(md5(c.customer_id), 1, 8), 16, 10) as bigint) % 4 as integer) as fold,
  case when age_days >= 364 then c.first_year end as "first_year",
  case when age_days >= 364 then c.after_90_days end as "after_90_days"
from (
  select
    c.*,
    early_purchases,
    cast('0.4' as double) * cast(d.first_year as double) as first_year,
    cast('0.4' as double) * cast(d.after_90_days as double) as after_90_days,
    datediff(date '2024-12-31', c.first_day) as age_days
  from "customers" c
  join (
    select
      customer_id,
      (
        bit_count(
          bit_or(
            case
              when not is_refund and since between 1 and 60 then cast(power(2, since - 1) as bigint) else 0
            end
          )
        )
        + bit_count(
          bit_or(
            case
              when not is_refund and since between 61 and 89 then cast(power(2, since - 61) as bigint) else 0
            end
          )
        )
      ) as early_purchases,
      sum(amount) as first_year,
      coalesce(sum(case when since >= 90 then amount end), 0) as after_90_days
    from (
      select t.*, datediff(t.day, c.first_day) as since
      from "transactions" t
      join "customers" c on c.customer_id = t.customer_id
    ) t
    where since between 0 and 364
    group by customer_id
  ) d on d.customer_id = c.customer_id
) c
