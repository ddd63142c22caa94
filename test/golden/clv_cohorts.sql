select
  cast(NULL as varchar) as attribute,
  cast(null as varchar) as source,
  c.acquisition_month,
  case
    when cast(
      (extract(year from m.month) * 12 + extract(month from m.month))
      - (extract(year from c.acquisition_month) * 12 + extract(month from c.acquisition_month)) as integer
    ) > 0 then cast(
      (extract(year from m.month) * 12 + extract(month from m.month))
      - (extract(year from c.acquisition_month) * 12 + extract(month from c.acquisition_month)) as integer
    )
    else case when c.acquisition_month is null then null else 0 end
  end as age_months,
  count(distinct c.customer_id) as customers,
  cast(sum(m.gross_revenue - m.refunds) as double precision) as net_revenue
from "mart_customer_months" m
left join (
  select
    customer_id,
    cast(date_trunc('month', first_day) as date) as acquisition_month,
    0 as zero,
    "attr_channel"
  from "customers"
) c on c.customer_id = m.customer_id
group by 1, 2, 3, 4
union all
select
  cast('channel' as varchar) as attribute,
  c."attr_channel" as source,
  c.acquisition_month,
  case
    when cast(
      (extract(year from m.month) * 12 + extract(month from m.month))
      - (extract(year from c.acquisition_month) * 12 + extract(month from c.acquisition_month)) as integer
    ) > 0 then cast(
      (extract(year from m.month) * 12 + extract(month from m.month))
      - (extract(year from c.acquisition_month) * 12 + extract(month from c.acquisition_month)) as integer
    )
    else case when c.acquisition_month is null then null else 0 end
  end as age_months,
  count(distinct c.customer_id) as customers,
  cast(sum(m.gross_revenue - m.refunds) as double precision) as net_revenue
from "mart_customer_months" m
left join (
  select
    customer_id,
    cast(date_trunc('month', first_day) as date) as acquisition_month,
    0 as zero,
    "attr_channel"
  from "customers"
) c on c.customer_id = m.customer_id
group by 1, 2, 3, 4
