select
  f.scope as scope,
  f.attribute as attribute,
  f.key as key,
  f.customers as customers,
  f.customer_months as customer_months,
  f.exposures as exposures,
  f.lapses as lapses,
  cast(f.net_revenue as double) as net_revenue,
  f.purchases as purchases,
  f.arpu as arpu,
  f.churn_rate as churn_rate,
  f.lifetime_months as lifetime_months,
  cast(f.customer_months as double) / nullif(f.customers, 0) as months_so_far,
  f.aov as aov,
  f.frequency as frequency,
  f.formula_1 as formula_1,
  f.formula_2 as formula_2,
  f.formula_3 as formula_3,
  f.discounted_lifetime_months as discounted_lifetime_months,
  f.service_cost_per_month as service_cost_per_month,
  f.acquisition_cost as acquisition_cost,
  (f.arpu - f.service_cost_per_month)
  * f.discounted_lifetime_months
  - coalesce(f.acquisition_cost, 0) as formula_1_net,
  (f.margin_per_month - f.service_cost_per_month)
  * f.discounted_lifetime_months
  - coalesce(f.acquisition_cost, 0) as formula_2_net,
  (f.aov * f.frequency - f.service_cost_per_month)
  * f.discounted_lifetime_months
  - coalesce(f.acquisition_cost, 0) as formula_3_net,
  f.historic_revenue_each as historic_revenue,
  f.historic_value as historic_value,
  f.residual as "predictive_residual",
  (f.residual) * "b"."value_lo95" as "predictive_residual_lo95",
  (f.residual) * "b"."value_lo80" as "predictive_residual_lo80",
  (f.residual) * "b"."value_hi80" as "predictive_residual_hi80",
  (f.residual) * "b"."value_hi95" as "predictive_residual_hi95",
  f.historic_value + f.residual as "predictive_total",
  f.historic_value + (f.residual) * "b"."value_lo95" as "predictive_total_lo95",
  f.historic_value + (f.residual) * "b"."value_lo80" as "predictive_total_lo80",
  f.historic_value + (f.residual) * "b"."value_hi80" as "predictive_total_hi80",
  f.historic_value + (f.residual) * "b"."value_hi95" as "predictive_total_hi95",
  cast(NULL as integer) as predictive_horizon_days,
  f.formula_1 / nullif(f.total, 0) - 1 as "formula_1_gap",
  f.formula_1 / nullif(f.historic_value + f.residual * b."value_hi95", 0) - 1 as "formula_1_gap_lo95",
  f.formula_1 / nullif(f.historic_value + f.residual * b."value_hi80", 0) - 1 as "formula_1_gap_lo80",
  f.formula_1 / nullif(f.historic_value + f.residual * b."value_lo80", 0) - 1 as "formula_1_gap_hi80",
  f.formula_1 / nullif(f.historic_value + f.residual * b."value_lo95", 0) - 1 as "formula_1_gap_hi95",
  f.formula_2 / nullif(f.total, 0) - 1 as "formula_2_gap",
  f.formula_2 / nullif(f.historic_value + f.residual * b."value_hi95", 0) - 1 as "formula_2_gap_lo95",
  f.formula_2 / nullif(f.historic_value + f.residual * b."value_hi80", 0) - 1 as "formula_2_gap_lo80",
  f.formula_2 / nullif(f.historic_value + f.residual * b."value_lo80", 0) - 1 as "formula_2_gap_hi80",
  f.formula_2 / nullif(f.historic_value + f.residual * b."value_lo95", 0) - 1 as "formula_2_gap_hi95",
  f.formula_3 / nullif(f.total, 0) - 1 as "formula_3_gap",
  f.formula_3 / nullif(f.historic_value + f.residual * b."value_hi95", 0) - 1 as "formula_3_gap_lo95",
  f.formula_3 / nullif(f.historic_value + f.residual * b."value_hi80", 0) - 1 as "formula_3_gap_lo80",
  f.formula_3 / nullif(f.historic_value + f.residual * b."value_lo80", 0) - 1 as "formula_3_gap_hi80",
  f.formula_3 / nullif(f.historic_value + f.residual * b."value_lo95", 0) - 1 as "formula_3_gap_hi95",
  1 - cast(f.customer_months - f.exposures as double) / nullif(f.seen, 0) as churn_observed_share,
  cast(f.customer_months as double) / nullif(f.customers, 0) / f.lifetime_months as lifetime_seen_share,
  f.formula_2_by_cohort as formula_2_by_cohort,
  f.by_cohort_share as by_cohort_share,
  f.formula_2 / nullif(f.formula_2_by_cohort, 0) - 1 as heterogeneity_gap,
  c.retention as aggregate_retention,
  c.lifetime as naive_lifetime_periods,
  cast(c.alive as double)
  / nullif(f.customers, 0)
  * c.to_come
  * cast(f.net_margin as double)
  / nullif(f.purchases, 0) as naive_residual,
  cast(c.alive as double)
  / nullif(f.customers, 0)
  * c.to_come
  * cast(f.net_margin as double)
  / nullif(f.purchases, 0)
  / nullif(f.residual, 0)
  - 1 as naive_gap,
  case
    when f.seen = 0 then 'no_complete_month'
    when f.exposures = 0 then 'no_next_month'
    when f.lapses = 0 then 'no_lapse'
    when cast(f.customer_months as double) < 0.5 * f.customers * f.lifetime_months then 'survivorship'
    when abs(f.formula_2 / nullif(f.formula_2_by_cohort, 0) - 1) > 0.1 then 'heterogeneity'
    else 'constant_rate'
  end as reason
from (
  select
    r.*,
    1 / nullif(1 - (1 - churn_rate) * cast('0.992088943446991' as double), 0) as discounted_lifetime_months,
    cast('0' as double)
    + cast('0' as double)
    * orders
    / nullif(customer_months, 0)
    + cast('0' as double)
    * arpu as service_cost_per_month,
    arpu * lifetime_months as formula_1,
    margin_per_month / nullif(churn_rate, 0) as formula_2,
    aov * frequency * lifetime_months as formula_3,
    historic_value + residual as total,
    cast('20' as double) as acquisition_cost
  from (
    select
      g.*,
      cast(net_revenue as double) / nullif(customer_months, 0) as arpu,
      cast(net_margin as double) / nullif(customer_months, 0) as margin_per_month,
      cast(lapses as double) / nullif(exposures, 0) as churn_rate,
      cast(exposures as double) / nullif(lapses, 0) as lifetime_months,
      cast(net_revenue as double) / nullif(purchases, 0) as aov,
      cast(purchases as double) / nullif(customer_months, 0) as frequency,
      cast(historic_revenue as double) / nullif(customers, 0) as historic_revenue_each,
      cast(historic_margin as double) / nullif(customers, 0) as historic_value,
      cast(residual_value as double) / nullif(customers, 0) as residual
    from (
      select
        scope,
        attribute,
        key,
        value_key,
        cast(sum(customers) as bigint) as customers,
        cast(sum(seen) as bigint) as seen,
        cast(sum(customer_months) as bigint) as customer_months,
        cast(sum(exposures) as bigint) as exposures,
        cast(sum(lapses) as bigint) as lapses,
        cast(sum(purchases) as bigint) as purchases,
        cast(sum(orders) as bigint) as orders,
        sum(net_revenue) as net_revenue,
        sum(historic_revenue) as historic_revenue,
        sum(net_margin) as net_margin,
        sum(historic_margin) as historic_margin,
        sum(residual_value) as residual_value,
        case
          when max(abs(customers * formula)) < 1e15 then cast(
            sum(
              case when abs(customers * formula) < 1e15 then cast(customers * formula as decimal(38,12)) end
            ) as double
          )
          else sum(customers * formula)
        end
        / nullif(sum(case when formula is not null then customers else 0 end), 0) as formula_2_by_cohort,
        cast(sum(case when formula is not null then customers else 0 end) as double)
        / nullif(sum(customers), 0) as by_cohort_share
      from (
        select
          c.*,
          cast(net_margin as double) / nullif(customer_months, 0) * exposures / nullif(lapses, 0) as formula
        from (
          select
            cast('base' as string) as scope,
            cast(NULL as string) as attribute,
            key,
            value_key,
            acquisition_month,
            cast(sum(customers) as bigint) as customers,
            cast(sum(seen) as bigint) as seen,
            cast(sum(customer_months) as bigint) as customer_months,
            cast(sum(exposures) as bigint) as exposures,
            cast(sum(lapses) as bigint) as lapses,
            cast(sum(purchases) as bigint) as purchases,
            cast(sum(orders) as bigint) as orders,
            sum(net_revenue) as net_revenue,
            sum(historic_revenue) as historic_revenue,
            sum(net_margin) as net_margin,
            sum(historic_margin) as historic_margin,
            sum(residual_value) as residual_value
          from (
            select
              cast(NULL as string) as key,
              cast('base' as string) as value_key,
              acquisition_month,
              0 as customers,
              0 as seen,
              customer_months as customer_months,
              exposures as exposures,
              lapses as lapses,
              0 as purchases,
              0 as orders,
              cast(0 as decimal(38,4)) as net_revenue,
              cast(0 as decimal(38,4)) as historic_revenue,
              cast(0 as decimal(38,12)) as net_margin,
              cast(0 as decimal(38,12)) as historic_margin,
              cast(0 as decimal(38,12)) as residual_value
            from "mart_value_months" t
            where acquisition_month is not null
            union all
            select
              cast(NULL as string) as key,
              cast('base' as string) as value_key,
              acquisition_month,
              0 as customers,
              0 as seen,
              0 as customer_months,
              0 as exposures,
              0 as lapses,
              case when month < date '2025-01-01' then purchases else 0 end as purchases,
              case when month < date '2025-01-01' then orders else 0 end as orders,
              cast(
                case when month < date '2025-01-01' then (gross_revenue - refunds) else 0 end as decimal(38,4)
              ) as net_revenue,
              cast((gross_revenue - refunds) as decimal(38,4)) as historic_revenue,
              cast(
                case
                  when month < date '2025-01-01' then cast((gross_revenue - refunds) as double) * margin_rate
                  else 0
                end as decimal(38,12)
              ) as net_margin,
              cast(
                cast((gross_revenue - refunds) as double) * margin_rate as decimal(38,12)
              ) as historic_margin,
              cast(0 as decimal(38,12)) as residual_value
            from "mart_cohort_months" t
            where acquisition_month is not null
            union all
            select
              cast(NULL as string) as key,
              cast('base' as string) as value_key,
              acquisition_month,
              customers as customers,
              case when acquisition_month < date '2025-01-01' then customers else 0 end as seen,
              0 as customer_months,
              0 as exposures,
              0 as lapses,
              0 as purchases,
              0 as orders,
              cast(0 as decimal(38,4)) as net_revenue,
              cast(0 as decimal(38,4)) as historic_revenue,
              cast(0 as decimal(38,12)) as net_margin,
              cast(0 as decimal(38,12)) as historic_margin,
              cast(residual_value as decimal(38,12)) as residual_value
            from "mart_cohort_expected" t
            where acquisition_month is not null
          ) u
          group by key, value_key, acquisition_month
          union all
          select
            cast('cohort' as string) as scope,
            cast(NULL as string) as attribute,
            key,
            value_key,
            acquisition_month,
            cast(sum(customers) as bigint) as customers,
            cast(sum(seen) as bigint) as seen,
            cast(sum(customer_months) as bigint) as customer_months,
            cast(sum(exposures) as bigint) as exposures,
            cast(sum(lapses) as bigint) as lapses,
            cast(sum(purchases) as bigint) as purchases,
            cast(sum(orders) as bigint) as orders,
            sum(net_revenue) as net_revenue,
            sum(historic_revenue) as historic_revenue,
            sum(net_margin) as net_margin,
            sum(historic_margin) as historic_margin,
            sum(residual_value) as residual_value
          from (
            select
              cast(acquisition_month as string) as key,
              cast('cohort=' as string) || cast(acquisition_month as string) as value_key,
              acquisition_month,
              0 as customers,
              0 as seen,
              customer_months as customer_months,
              exposures as exposures,
              lapses as lapses,
              0 as purchases,
              0 as orders,
              cast(0 as decimal(38,4)) as net_revenue,
              cast(0 as decimal(38,4)) as historic_revenue,
              cast(0 as decimal(38,12)) as net_margin,
              cast(0 as decimal(38,12)) as historic_margin,
              cast(0 as decimal(38,12)) as residual_value
            from "mart_value_months" t
            where acquisition_month is not null
            union all
            select
              cast(acquisition_month as string) as key,
              cast('cohort=' as string) || cast(acquisition_month as string) as value_key,
              acquisition_month,
              0 as customers,
              0 as seen,
              0 as customer_months,
              0 as exposures,
              0 as lapses,
              case when month < date '2025-01-01' then purchases else 0 end as purchases,
              case when month < date '2025-01-01' then orders else 0 end as orders,
              cast(
                case when month < date '2025-01-01' then (gross_revenue - refunds) else 0 end as decimal(38,4)
              ) as net_revenue,
              cast((gross_revenue - refunds) as decimal(38,4)) as historic_revenue,
              cast(
                case
                  when month < date '2025-01-01' then cast((gross_revenue - refunds) as double) * margin_rate
                  else 0
                end as decimal(38,12)
              ) as net_margin,
              cast(
                cast((gross_revenue - refunds) as double) * margin_rate as decimal(38,12)
              ) as historic_margin,
              cast(0 as decimal(38,12)) as residual_value
            from "mart_cohort_months" t
            where acquisition_month is not null
            union all
            select
              cast(acquisition_month as string) as key,
              cast('cohort=' as string) || cast(acquisition_month as string) as value_key,
              acquisition_month,
              customers as customers,
              case when acquisition_month < date '2025-01-01' then customers else 0 end as seen,
              0 as customer_months,
              0 as exposures,
              0 as lapses,
              0 as purchases,
              0 as orders,
              cast(0 as decimal(38,4)) as net_revenue,
              cast(0 as decimal(38,4)) as historic_revenue,
              cast(0 as decimal(38,12)) as net_margin,
              cast(0 as decimal(38,12)) as historic_margin,
              cast(residual_value as decimal(38,12)) as residual_value
            from "mart_cohort_expected" t
            where acquisition_month is not null
          ) u
          group by key, value_key, acquisition_month
          union all
          select
            cast('segment' as string) as scope,
            cast('channel' as string) as attribute,
            key,
            value_key,
            acquisition_month,
            cast(sum(customers) as bigint) as customers,
            cast(sum(seen) as bigint) as seen,
            cast(sum(customer_months) as bigint) as customer_months,
            cast(sum(exposures) as bigint) as exposures,
            cast(sum(lapses) as bigint) as lapses,
            cast(sum(purchases) as bigint) as purchases,
            cast(sum(orders) as bigint) as orders,
            sum(net_revenue) as net_revenue,
            sum(historic_revenue) as historic_revenue,
            sum(net_margin) as net_margin,
            sum(historic_margin) as historic_margin,
            sum(residual_value) as residual_value
          from (
            select
              "attr_channel" as key,
              cast('segment/channel' as string) || coalesce('=' || "attr_channel", '') as value_key,
              acquisition_month,
              0 as customers,
              0 as seen,
              customer_months as customer_months,
              exposures as exposures,
              lapses as lapses,
              0 as purchases,
              0 as orders,
              cast(0 as decimal(38,4)) as net_revenue,
              cast(0 as decimal(38,4)) as historic_revenue,
              cast(0 as decimal(38,12)) as net_margin,
              cast(0 as decimal(38,12)) as historic_margin,
              cast(0 as decimal(38,12)) as residual_value
            from "mart_value_months" t
            where acquisition_month is not null
            union all
            select
              "attr_channel" as key,
              cast('segment/channel' as string) || coalesce('=' || "attr_channel", '') as value_key,
              acquisition_month,
              0 as customers,
              0 as seen,
              0 as customer_months,
              0 as exposures,
              0 as lapses,
              case when month < date '2025-01-01' then purchases else 0 end as purchases,
              case when month < date '2025-01-01' then orders else 0 end as orders,
              cast(
                case when month < date '2025-01-01' then (gross_revenue - refunds) else 0 end as decimal(38,4)
              ) as net_revenue,
              cast((gross_revenue - refunds) as decimal(38,4)) as historic_revenue,
              cast(
                case
                  when month < date '2025-01-01' then cast((gross_revenue - refunds) as double) * margin_rate
                  else 0
                end as decimal(38,12)
              ) as net_margin,
              cast(
                cast((gross_revenue - refunds) as double) * margin_rate as decimal(38,12)
              ) as historic_margin,
              cast(0 as decimal(38,12)) as residual_value
            from "mart_cohort_months" t
            where acquisition_month is not null
            union all
            select
              "attr_channel" as key,
              cast('segment/channel' as string) || coalesce('=' || "attr_channel", '') as value_key,
              acquisition_month,
              customers as customers,
              case when acquisition_month < date '2025-01-01' then customers else 0 end as seen,
              0 as customer_months,
              0 as exposures,
              0 as lapses,
              0 as purchases,
              0 as orders,
              cast(0 as decimal(38,4)) as net_revenue,
              cast(0 as decimal(38,4)) as historic_revenue,
              cast(0 as decimal(38,12)) as net_margin,
              cast(0 as decimal(38,12)) as historic_margin,
              cast(residual_value as decimal(38,12)) as residual_value
            from "mart_cohort_expected" t
            where acquisition_month is not null
          ) u
          group by key, value_key, acquisition_month
        ) c
      ) f
      group by scope, attribute, key, value_key
    ) g
  ) r
) f
left join (
  select group_key as value_key, horizon_days, "value_lo95", "value_lo80", "value_hi80", "value_hi95"
  from "mart_value_bounds_0" b
  union all
  select
    'cohort=' || group_key as value_key,
    horizon_days,
    "value_lo95",
    "value_lo80",
    "value_hi80",
    "value_hi95"
  from "mart_cohort_bounds_0" b
  union all
  select group_key as value_key, horizon_days, "value_lo95", "value_lo80", "value_hi80", "value_hi95"
  from "mart_value_bounds_1" b
) b on b.value_key = f.value_key
  and b.horizon_days = 0
left join "mart_value_retention" c on c.value_key = f.value_key
