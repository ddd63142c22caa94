select
  cast(NULL as string) as attribute,
  e.source,
  e.acquisition_month,
  cast(e.customers as bigint) as customers,
  o.value_to_date,
  e.residual_value as "residual_value",
  (e.residual_value) * "b"."value_lo95" as "residual_value_lo95",
  (e.residual_value) * "b"."value_lo80" as "residual_value_lo80",
  (e.residual_value) * "b"."value_hi80" as "residual_value_hi80",
  (e.residual_value) * "b"."value_hi95" as "residual_value_hi95",
  o.value_to_date + e.residual_value / e.customers as "ltv",
  o.value_to_date + (e.residual_value / e.customers) * "b"."value_lo95" as "ltv_lo95",
  o.value_to_date + (e.residual_value / e.customers) * "b"."value_lo80" as "ltv_lo80",
  o.value_to_date + (e.residual_value / e.customers) * "b"."value_hi80" as "ltv_hi80",
  o.value_to_date + (e.residual_value / e.customers) * "b"."value_hi95" as "ltv_hi95",
  cast(NULL as integer) as ltv_horizon_days
from (
  select
    cast(NULL as string) as source,
    acquisition_month,
    cast(acquisition_month as string) || coalesce('=' || cast(NULL as string), '') as group_key,
    cast(sum(customers) as double) as customers,
    case
      when max(abs(residual_value)) < 1e15 then cast(
        sum(case when abs(residual_value) < 1e15 then cast(residual_value as decimal(38,12)) end) as double
      )
      else sum(residual_value)
    end as residual_value
  from "mart_cohort_expected" e
  group by cast(NULL as string), acquisition_month
) e
join (
  select
    cast(acquisition_month as string) || coalesce('=' || source, '') as group_key,
    cumulative_margin_per_customer as value_to_date
  from "clv_cohorts" o
  where o.attribute is null and o.month = date '2024-12-01'
) o on o.group_key = e.group_key
left join "mart_cohort_bounds_0" b on b.group_key = e.group_key and b.horizon_days = 0
union all
select
  cast('channel' as string) as attribute,
  e.source,
  e.acquisition_month,
  cast(e.customers as bigint) as customers,
  o.value_to_date,
  e.residual_value as "residual_value",
  (e.residual_value) * "b"."value_lo95" as "residual_value_lo95",
  (e.residual_value) * "b"."value_lo80" as "residual_value_lo80",
  (e.residual_value) * "b"."value_hi80" as "residual_value_hi80",
  (e.residual_value) * "b"."value_hi95" as "residual_value_hi95",
  o.value_to_date + e.residual_value / e.customers as "ltv",
  o.value_to_date + (e.residual_value / e.customers) * "b"."value_lo95" as "ltv_lo95",
  o.value_to_date + (e.residual_value / e.customers) * "b"."value_lo80" as "ltv_lo80",
  o.value_to_date + (e.residual_value / e.customers) * "b"."value_hi80" as "ltv_hi80",
  o.value_to_date + (e.residual_value / e.customers) * "b"."value_hi95" as "ltv_hi95",
  cast(NULL as integer) as ltv_horizon_days
from (
  select
    "attr_channel" as source,
    acquisition_month,
    cast(acquisition_month as string) || coalesce('=' || "attr_channel", '') as group_key,
    cast(sum(customers) as double) as customers,
    case
      when max(abs(residual_value)) < 1e15 then cast(
        sum(case when abs(residual_value) < 1e15 then cast(residual_value as decimal(38,12)) end) as double
      )
      else sum(residual_value)
    end as residual_value
  from "mart_cohort_expected" e
  group by "attr_channel", acquisition_month
) e
join (
  select
    cast(acquisition_month as string) || coalesce('=' || source, '') as group_key,
    cumulative_margin_per_customer as value_to_date
  from "clv_cohorts" o
  where o.attribute = 'channel' and o.month = date '2024-12-01'
) o on o.group_key = e.group_key
left join "mart_cohort_bounds_1" b on b.group_key = e.group_key and b.horizon_days = 0
