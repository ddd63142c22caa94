select
  cast(NULL as string) as attribute,
  p.source,
  p.acquisition_month,
  cast(
    (extract(year from p.month) * 12 + extract(month from p.month))
    - (extract(year from p.acquisition_month) * 12 + extract(month from p.acquisition_month)) as integer
  ) as age_months,
  p.month,
  p.expected_purchases as "expected_purchases",
  (p.expected_purchases) * "b"."purchases_lo95" as "expected_purchases_lo95",
  (p.expected_purchases) * "b"."purchases_lo80" as "expected_purchases_lo80",
  (p.expected_purchases) * "b"."purchases_hi80" as "expected_purchases_hi80",
  (p.expected_purchases) * "b"."purchases_hi95" as "expected_purchases_hi95",
  p.expected_revenue as "expected_revenue",
  (p.expected_revenue) * "b"."value_lo95" as "expected_revenue_lo95",
  (p.expected_revenue) * "b"."value_lo80" as "expected_revenue_lo80",
  (p.expected_revenue) * "b"."value_hi80" as "expected_revenue_hi80",
  (p.expected_revenue) * "b"."value_hi95" as "expected_revenue_hi95",
  p.expected_margin as "expected_margin",
  (p.expected_margin) * "b"."value_lo95" as "expected_margin_lo95",
  (p.expected_margin) * "b"."value_lo80" as "expected_margin_lo80",
  (p.expected_margin) * "b"."value_hi80" as "expected_margin_hi80",
  (p.expected_margin) * "b"."value_hi95" as "expected_margin_hi95",
  o.value_to_date + p.margin_so_far / p.customers as "cumulative_margin_per_customer",
  o.value_to_date
  + (p.margin_so_far / p.customers)
  * "b"."so_far_lo95" as "cumulative_margin_per_customer_lo95",
  o.value_to_date
  + (p.margin_so_far / p.customers)
  * "b"."so_far_lo80" as "cumulative_margin_per_customer_lo80",
  o.value_to_date
  + (p.margin_so_far / p.customers)
  * "b"."so_far_hi80" as "cumulative_margin_per_customer_hi80",
  o.value_to_date
  + (p.margin_so_far / p.customers)
  * "b"."so_far_hi95" as "cumulative_margin_per_customer_hi95"
from (
  select
    r.*,
    cast(
      sum(cast(expected_margin as decimal(38,12))) over (partition by group_key order by place) as double
    ) as margin_so_far
  from (
    select
      e.source,
      e.acquisition_month,
      e.group_key,
      e.customers,
      v.place,
      v.month,
      case when v.place = 1 then purchases_1 when v.place = 2 then purchases_2 end as expected_purchases,
      case when v.place = 1 then revenue_1 when v.place = 2 then revenue_2 end as expected_revenue,
      case when v.place = 1 then margin_1 when v.place = 2 then margin_2 end as expected_margin
    from (
      select
        cast(NULL as string) as source,
        acquisition_month,
        cast(acquisition_month as string) || coalesce('=' || cast(NULL as string), '') as group_key,
        cast(sum(customers) as double) as customers,
        case
          when max(abs(purchases_1)) < 1e15 then cast(
            sum(case when abs(purchases_1) < 1e15 then cast(purchases_1 as decimal(38,12)) end) as double
          )
          else sum(purchases_1)
        end as purchases_1,
        case
          when max(abs(revenue_1)) < 1e15 then cast(
            sum(case when abs(revenue_1) < 1e15 then cast(revenue_1 as decimal(38,12)) end) as double
          )
          else sum(revenue_1)
        end as revenue_1,
        case
          when max(abs(revenue_1 * margin_rate)) < 1e15 then cast(
            sum(
              case
                when abs(revenue_1 * margin_rate) < 1e15 then cast(revenue_1 * margin_rate as decimal(38,12))
              end
            ) as double
          )
          else sum(revenue_1 * margin_rate)
        end as margin_1,
        case
          when max(abs(purchases_2)) < 1e15 then cast(
            sum(case when abs(purchases_2) < 1e15 then cast(purchases_2 as decimal(38,12)) end) as double
          )
          else sum(purchases_2)
        end as purchases_2,
        case
          when max(abs(revenue_2)) < 1e15 then cast(
            sum(case when abs(revenue_2) < 1e15 then cast(revenue_2 as decimal(38,12)) end) as double
          )
          else sum(revenue_2)
        end as revenue_2,
        case
          when max(abs(revenue_2 * margin_rate)) < 1e15 then cast(
            sum(
              case
                when abs(revenue_2 * margin_rate) < 1e15 then cast(revenue_2 * margin_rate as decimal(38,12))
              end
            ) as double
          )
          else sum(revenue_2 * margin_rate)
        end as margin_2
      from "mart_cohort_expected" e
      group by cast(NULL as string), acquisition_month
    ) e
    cross join (values (1, date '2025-01-01'), (2, date '2025-02-01')) v(place, month)
  ) r
) p
join (
  select
    cast(acquisition_month as string) || coalesce('=' || source, '') as group_key,
    cumulative_margin_per_customer as value_to_date
  from "clv_cohorts" o
  where o.attribute is null and o.month = date '2024-12-01'
) o on o.group_key = p.group_key
left join "mart_cohort_month_bounds_0" b on b.group_key = p.group_key and b.place = p.place
union all
select
  cast('channel' as string) as attribute,
  p.source,
  p.acquisition_month,
  cast(
    (extract(year from p.month) * 12 + extract(month from p.month))
    - (extract(year from p.acquisition_month) * 12 + extract(month from p.acquisition_month)) as integer
  ) as age_months,
  p.month,
  p.expected_purchases as "expected_purchases",
  (p.expected_purchases) * "b"."purchases_lo95" as "expected_purchases_lo95",
  (p.expected_purchases) * "b"."purchases_lo80" as "expected_purchases_lo80",
  (p.expected_purchases) * "b"."purchases_hi80" as "expected_purchases_hi80",
  (p.expected_purchases) * "b"."purchases_hi95" as "expected_purchases_hi95",
  p.expected_revenue as "expected_revenue",
  (p.expected_revenue) * "b"."value_lo95" as "expected_revenue_lo95",
  (p.expected_revenue) * "b"."value_lo80" as "expected_revenue_lo80",
  (p.expected_revenue) * "b"."value_hi80" as "expected_revenue_hi80",
  (p.expected_revenue) * "b"."value_hi95" as "expected_revenue_hi95",
  p.expected_margin as "expected_margin",
  (p.expected_margin) * "b"."value_lo95" as "expected_margin_lo95",
  (p.expected_margin) * "b"."value_lo80" as "expected_margin_lo80",
  (p.expected_margin) * "b"."value_hi80" as "expected_margin_hi80",
  (p.expected_margin) * "b"."value_hi95" as "expected_margin_hi95",
  o.value_to_date + p.margin_so_far / p.customers as "cumulative_margin_per_customer",
  o.value_to_date
  + (p.margin_so_far / p.customers)
  * "b"."so_far_lo95" as "cumulative_margin_per_customer_lo95",
  o.value_to_date
  + (p.margin_so_far / p.customers)
  * "b"."so_far_lo80" as "cumulative_margin_per_customer_lo80",
  o.value_to_date
  + (p.margin_so_far / p.customers)
  * "b"."so_far_hi80" as "cumulative_margin_per_customer_hi80",
  o.value_to_date
  + (p.margin_so_far / p.customers)
  * "b"."so_far_hi95" as "cumulative_margin_per_customer_hi95"
from (
  select
    r.*,
    cast(
      sum(cast(expected_margin as decimal(38,12))) over (partition by group_key order by place) as double
    ) as margin_so_far
  from (
    select
      e.source,
      e.acquisition_month,
      e.group_key,
      e.customers,
      v.place,
      v.month,
      case when v.place = 1 then purchases_1 when v.place = 2 then purchases_2 end as expected_purchases,
      case when v.place = 1 then revenue_1 when v.place = 2 then revenue_2 end as expected_revenue,
      case when v.place = 1 then margin_1 when v.place = 2 then margin_2 end as expected_margin
    from (
      select
        "attr_channel" as source,
        acquisition_month,
        cast(acquisition_month as string) || coalesce('=' || "attr_channel", '') as group_key,
        cast(sum(customers) as double) as customers,
        case
          when max(abs(purchases_1)) < 1e15 then cast(
            sum(case when abs(purchases_1) < 1e15 then cast(purchases_1 as decimal(38,12)) end) as double
          )
          else sum(purchases_1)
        end as purchases_1,
        case
          when max(abs(revenue_1)) < 1e15 then cast(
            sum(case when abs(revenue_1) < 1e15 then cast(revenue_1 as decimal(38,12)) end) as double
          )
          else sum(revenue_1)
        end as revenue_1,
        case
          when max(abs(revenue_1 * margin_rate)) < 1e15 then cast(
            sum(
              case
                when abs(revenue_1 * margin_rate) < 1e15 then cast(revenue_1 * margin_rate as decimal(38,12))
              end
            ) as double
          )
          else sum(revenue_1 * margin_rate)
        end as margin_1,
        case
          when max(abs(purchases_2)) < 1e15 then cast(
            sum(case when abs(purchases_2) < 1e15 then cast(purchases_2 as decimal(38,12)) end) as double
          )
          else sum(purchases_2)
        end as purchases_2,
        case
          when max(abs(revenue_2)) < 1e15 then cast(
            sum(case when abs(revenue_2) < 1e15 then cast(revenue_2 as decimal(38,12)) end) as double
          )
          else sum(revenue_2)
        end as revenue_2,
        case
          when max(abs(revenue_2 * margin_rate)) < 1e15 then cast(
            sum(
              case
                when abs(revenue_2 * margin_rate) < 1e15 then cast(revenue_2 * margin_rate as decimal(38,12))
              end
            ) as double
          )
          else sum(revenue_2 * margin_rate)
        end as margin_2
      from "mart_cohort_expected" e
      group by "attr_channel", acquisition_month
    ) e
    cross join (values (1, date '2025-01-01'), (2, date '2025-02-01')) v(place, month)
  ) r
) p
join (
  select
    cast(acquisition_month as string) || coalesce('=' || source, '') as group_key,
    cumulative_margin_per_customer as value_to_date
  from "clv_cohorts" o
  where o.attribute = 'channel' and o.month = date '2024-12-01'
) o on o.group_key = p.group_key
left join "mart_cohort_month_bounds_1" b on b.group_key = p.group_key and b.place = p.place
