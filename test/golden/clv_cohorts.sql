select
  attribute,
  source,
  acquisition_month,
  cast(
    (extract(year from month) * 12 + extract(month from month))
    - (extract(year from acquisition_month) * 12 + extract(month from acquisition_month)) as integer
  ) as age_months,
  month,
  customers,
  case when complete then customers else 0 end as eligible,
  active,
  case when complete then cast(active as double precision) / nullif(customers, 0) end as bought_share,
  orders,
  purchases,
  cast(gross_revenue as double precision) / nullif(orders, 0) as average_order_value,
  cast(gross_revenue as double precision) as gross_revenue,
  cast(refunds as double precision) as refunds,
  cast(net_revenue as double precision) as net_revenue,
  cast(margin as double precision) as margin,
  cast(net_so_far as double precision) / nullif(customers, 0) as cumulative_net_per_customer,
  cast(margin_so_far as double precision) / nullif(customers, 0) as cumulative_margin_per_customer,
  complete
from (
  select
    c.*,
    gross_revenue - refunds as net_revenue,
    (month is null or month < date '2025-01-01') as complete,
    sum(gross_revenue - refunds) over (
      partition by attribute, source, acquisition_month order by month
    ) as net_so_far,
    sum(margin) over (partition by attribute, source, acquisition_month order by month) as margin_so_far
  from (
    select
      cast(NULL as varchar) as attribute,
      source,
      acquisition_month,
      month,
      cast(sum(customers) as bigint) as customers,
      cast(sum(active) as bigint) as active,
      cast(sum(orders) as bigint) as orders,
      cast(sum(purchases) as bigint) as purchases,
      sum(cast(gross_revenue as decimal(38,4))) as gross_revenue,
      sum(cast(refunds as decimal(38,4))) as refunds,
      sum(cast(margin as decimal(38,12))) as margin
    from (
      select
        c.source,
        c.acquisition_month,
        v.month,
        c.customers,
        0 as active,
        0 as orders,
        0 as purchases,
        0 as gross_revenue,
        0 as refunds,
        0 as margin
      from (
        select cast(NULL as varchar) as source, acquisition_month, sum(customers) as customers
        from "mart_cohort_expected" e
        group by cast(NULL as varchar), acquisition_month
      ) c
      join (
        values (date '2023-01-01'),
        (date '2023-02-01'),
        (date '2023-03-01'),
        (date '2023-04-01'),
        (date '2023-05-01'),
        (date '2023-06-01'),
        (date '2023-07-01'),
        (date '2023-08-01'),
        (date '2023-09-01'),
        (date '2023-10-01'),
        (date '2023-11-01'),
        (date '2023-12-01'),
        (date '2024-01-01'),
        (date '2024-02-01'),
        (date '2024-03-01'),
        (date '2024-04-01'),
        (date '2024-05-01'),
        (date '2024-06-01'),
        (date '2024-07-01'),
        (date '2024-08-01'),
        (date '2024-09-01'),
        (date '2024-10-01'),
        (date '2024-11-01'),
        (date '2024-12-01')
      ) v(month) on v.month >= c.acquisition_month
      union all
      select
        cast(NULL as varchar),
        acquisition_month,
        month,
        0,
        active,
        orders,
        purchases,
        gross_revenue,
        refunds,
        cast(cast(gross_revenue - refunds as double precision) * margin_rate as decimal(38,12)) as margin
      from "mart_cohort_months" m
    ) r
    group by source, acquisition_month, month
    union all
    select
      cast('channel' as varchar) as attribute,
      source,
      acquisition_month,
      month,
      cast(sum(customers) as bigint) as customers,
      cast(sum(active) as bigint) as active,
      cast(sum(orders) as bigint) as orders,
      cast(sum(purchases) as bigint) as purchases,
      sum(cast(gross_revenue as decimal(38,4))) as gross_revenue,
      sum(cast(refunds as decimal(38,4))) as refunds,
      sum(cast(margin as decimal(38,12))) as margin
    from (
      select
        c.source,
        c.acquisition_month,
        v.month,
        c.customers,
        0 as active,
        0 as orders,
        0 as purchases,
        0 as gross_revenue,
        0 as refunds,
        0 as margin
      from (
        select "attr_channel" as source, acquisition_month, sum(customers) as customers
        from "mart_cohort_expected" e
        group by "attr_channel", acquisition_month
      ) c
      join (
        values (date '2023-01-01'),
        (date '2023-02-01'),
        (date '2023-03-01'),
        (date '2023-04-01'),
        (date '2023-05-01'),
        (date '2023-06-01'),
        (date '2023-07-01'),
        (date '2023-08-01'),
        (date '2023-09-01'),
        (date '2023-10-01'),
        (date '2023-11-01'),
        (date '2023-12-01'),
        (date '2024-01-01'),
        (date '2024-02-01'),
        (date '2024-03-01'),
        (date '2024-04-01'),
        (date '2024-05-01'),
        (date '2024-06-01'),
        (date '2024-07-01'),
        (date '2024-08-01'),
        (date '2024-09-01'),
        (date '2024-10-01'),
        (date '2024-11-01'),
        (date '2024-12-01')
      ) v(month) on v.month >= c.acquisition_month
      union all
      select
        "attr_channel",
        acquisition_month,
        month,
        0,
        active,
        orders,
        purchases,
        gross_revenue,
        refunds,
        cast(cast(gross_revenue - refunds as double precision) * margin_rate as decimal(38,12)) as margin
      from "mart_cohort_months" m
    ) r
    group by source, acquisition_month, month
  ) c
) d
