select
  acquisition_month,
  "attr_channel",
  margin_rate,
  cast(sum(current_months) as bigint) as customer_months,
  cast(sum(current_months - at_end) as bigint) as exposures,
  cast(sum(lapsed) as bigint) as lapses
from (
  select
    acquisition_month,
    "attr_channel",
    margin_rate,
    least(coalesce(next_place, after_last) - place, 12) as current_months,
    case when next_place is null and place + 12 >= after_last then 1 else 0 end as at_end,
    case when coalesce(next_place - place > 12, place + 12 < after_last) then 1 else 0 end as lapsed
  from (
    select
      customer_id,
      place,
      lead(place) over (partition by customer_id order by place) as next_place,
      cast(
        (extract(year from date '2025-01-01') * 12 + extract(month from date '2025-01-01'))
        - (extract(year from date '2023-01-01') * 12 + extract(month from date '2023-01-01')) as integer
      ) as after_last
    from (
      select
        customer_id,
        cast(
          (extract(year from month) * 12 + extract(month from month))
          - (extract(year from date '2023-01-01') * 12 + extract(month from date '2023-01-01')) as integer
        ) as place
      from "mart_customer_months" m
      where month < date '2025-01-01' and purchases > 0
    ) p
  ) f
  join (
    select
      c.customer_id,
      cast(date_trunc('month', c.first_day) as date) as acquisition_month,
      c."attr_channel",
      cast('0.4' as double) as margin_rate
    from "customers" c
  ) c on c.customer_id = f.customer_id
) r
group by acquisition_month, "attr_channel", margin_rate
