select
  attribute,
  source,
  acquisition_month,
  spend,
  customers,
  customers_reported,
  cac,
  value_to_date,
  "ltv_next_365d" as "ltv_next_365d",
  "ltv_next_365d_lo95" as "ltv_next_365d_lo95",
  "ltv_next_365d_lo80" as "ltv_next_365d_lo80",
  "ltv_next_365d_hi80" as "ltv_next_365d_hi80",
  "ltv_next_365d_hi95" as "ltv_next_365d_hi95",
  "ltv_first_365d" as "ltv_first_365d",
  "ltv_first_365d_lo95" as "ltv_first_365d_lo95",
  "ltv_first_365d_lo80" as "ltv_first_365d_lo80",
  "ltv_first_365d_hi80" as "ltv_first_365d_hi80",
  "ltv_first_365d_hi95" as "ltv_first_365d_hi95",
  "ltv" as "ltv",
  "ltv_lo95" as "ltv_lo95",
  "ltv_lo80" as "ltv_lo80",
  "ltv_hi80" as "ltv_hi80",
  "ltv_hi95" as "ltv_hi95",
  case when cac > 0 then "ltv_next_365d" / cac end as "ltv_cac_365d",
  case when cac > 0 then "ltv_next_365d_lo95" / cac end as "ltv_cac_365d_lo95",
  case when cac > 0 then "ltv_next_365d_lo80" / cac end as "ltv_cac_365d_lo80",
  case when cac > 0 then "ltv_next_365d_hi80" / cac end as "ltv_cac_365d_hi80",
  case when cac > 0 then "ltv_next_365d_hi95" / cac end as "ltv_cac_365d_hi95",
  case when cac > 0 then "ltv" / cac end as "ltv_cac",
  case when cac > 0 then "ltv_lo95" / cac end as "ltv_cac_lo95",
  case when cac > 0 then "ltv_lo80" / cac end as "ltv_cac_lo80",
  case when cac > 0 then "ltv_hi80" / cac end as "ltv_cac_hi80",
  case when cac > 0 then "ltv_hi95" / cac end as "ltv_cac_hi95",
  case when cac <= 0 then 0 when mean_month > 0 then cac / mean_month end as payback_months_simple,
  case when cac <= 0 then 0 when status = 'paid_back' then paid_after end as payback_months,
  case when status in ('not_yet', 'never') then "expected_after" end as "payback_expected_months",
  case when status in ('not_yet', 'never') then "expected_after_lo95" end as "payback_expected_months_lo95",
  case when status in ('not_yet', 'never') then "expected_after_lo80" end as "payback_expected_months_lo80",
  case when status in ('not_yet', 'never') then "expected_after_hi80" end as "payback_expected_months_hi80",
  case when status in ('not_yet', 'never') then "expected_after_hi95" end as "payback_expected_months_hi95",
  status,
  "ltv" / cast('3' as double precision) as "affordable_cac_ratio",
  "ltv_lo95" / cast('3' as double precision) as "affordable_cac_ratio_lo95",
  "ltv_lo80" / cast('3' as double precision) as "affordable_cac_ratio_lo80",
  "ltv_hi80" / cast('3' as double precision) as "affordable_cac_ratio_hi80",
  "ltv_hi95" / cast('3' as double precision) as "affordable_cac_ratio_hi95",
  "for_payback" as "affordable_cac_payback",
  "for_payback_lo95" as "affordable_cac_payback_lo95",
  "for_payback_lo80" as "affordable_cac_payback_lo80",
  "for_payback_hi80" as "affordable_cac_payback_hi80",
  "for_payback_hi95" as "affordable_cac_payback_hi95",
  case
    when cast(case when cac > 0 then ltv / cac end as decimal(38,9)) < cast(
      '2' as double precision
    ) then 'poor'
    when cast(case when cac > 0 then ltv / cac end as decimal(38,9)) <= cast(
      '3' as double precision
    ) then 'within'
    when cast(case when cac > 0 then ltv / cac end as decimal(38,9)) > cast(
      '3' as double precision
    ) then 'good'
  end as verdict,
  case
    when cac is null then null
    when status = 'never' then 'poor'
    when case when cac <= 0 then 0 when status = 'paid_back' then paid_after else expected_after end < cast(
      '12' as double precision
    ) then 'good'
    when case when cac <= 0 then 0 when status = 'paid_back' then paid_after else expected_after end <= cast(
      '12' as double precision
    ) then 'within'
    when case when cac <= 0 then 0 when status = 'paid_back' then paid_after else expected_after end > cast(
      '12' as double precision
    ) then 'poor'
    when status = 'not_yet' and least_months > cast('12' as double precision) then 'poor'
  end as payback_verdict,
  acquisition_month < date '2025-01-01' as complete
from (
  select
    v.*,
    p.mean_month,
    p.payback_months as paid_after,
    p.least_months,
    "payback_expected_months" as "expected_after",
    "payback_expected_months_lo95" as "expected_after_lo95",
    "payback_expected_months_lo80" as "expected_after_lo80",
    "payback_expected_months_hi80" as "expected_after_hi80",
    "payback_expected_months_hi95" as "expected_after_hi95",
    "affordable_cac_payback" as "for_payback",
    "affordable_cac_payback_lo95" as "for_payback_lo95",
    "affordable_cac_payback_lo80" as "for_payback_lo80",
    "affordable_cac_payback_hi80" as "for_payback_hi80",
    "affordable_cac_payback_hi95" as "for_payback_hi95",
    case
      when spend is null then 'cost_unknown'
      when customers = 0 then 'no_customers'
      when cac <= 0 or cast(value_to_date as decimal(38,9)) >= cast(cac as decimal(38,9)) then 'paid_back'
      when p.payback_expected_months is null
        and not (cast(coalesce(ltv_hi80, ltv) as decimal(38,9)) >= cast(cac as decimal(38,9))) then 'never'
      else 'not_yet'
    end as status
  from (
    select
      p.attribute,
      p.source,
      p.acquisition_month,
      p.pair_key,
      p.spend,
      p.customers,
      p.customers_reported,
      p.cac,
      p.value_to_date,
      p.value_to_date + p."clv_365d" / nullif(p.customers, 0) as "ltv_next_365d",
      p.value_to_date + (p."clv_365d" / nullif(p.customers, 0)) * "b365"."value_lo95" as "ltv_next_365d_lo95",
      p.value_to_date + (p."clv_365d" / nullif(p.customers, 0)) * "b365"."value_lo80" as "ltv_next_365d_lo80",
      p.value_to_date + (p."clv_365d" / nullif(p.customers, 0)) * "b365"."value_hi80" as "ltv_next_365d_hi80",
      p.value_to_date + (p."clv_365d" / nullif(p.customers, 0)) * "b365"."value_hi95" as "ltv_next_365d_hi95",
      case
        when 364
        - p.youngest_days <= 59 then coalesce(p.first_year_to_date, 0)
        / nullif(p.customers, 0)
        + coalesce(p.first_year_to_come, 0)
        / nullif(p.customers, 0)
      end as ltv_first_365d,
      case
        when 364 - p.youngest_days <= 59
          and p.first_year_to_come > 0 then coalesce(p.first_year_to_date, 0)
          / nullif(p.customers, 0)
          + coalesce(p.first_year_to_come, 0)
          / nullif(p.customers, 0)
          * b365."value_lo95"
      end as "ltv_first_365d_lo95",
      case
        when 364 - p.youngest_days <= 59
          and p.first_year_to_come > 0 then coalesce(p.first_year_to_date, 0)
          / nullif(p.customers, 0)
          + coalesce(p.first_year_to_come, 0)
          / nullif(p.customers, 0)
          * b365."value_lo80"
      end as "ltv_first_365d_lo80",
      case
        when 364 - p.youngest_days <= 59
          and p.first_year_to_come > 0 then coalesce(p.first_year_to_date, 0)
          / nullif(p.customers, 0)
          + coalesce(p.first_year_to_come, 0)
          / nullif(p.customers, 0)
          * b365."value_hi80"
      end as "ltv_first_365d_hi80",
      case
        when 364 - p.youngest_days <= 59
          and p.first_year_to_come > 0 then coalesce(p.first_year_to_date, 0)
          / nullif(p.customers, 0)
          + coalesce(p.first_year_to_come, 0)
          / nullif(p.customers, 0)
          * b365."value_hi95"
      end as "ltv_first_365d_hi95",
      p.value_to_date + p."residual_value" / nullif(p.customers, 0) as "ltv",
      p.value_to_date + (p."residual_value" / nullif(p.customers, 0)) * "b0"."value_lo95" as "ltv_lo95",
      p.value_to_date + (p."residual_value" / nullif(p.customers, 0)) * "b0"."value_lo80" as "ltv_lo80",
      p.value_to_date + (p."residual_value" / nullif(p.customers, 0)) * "b0"."value_hi80" as "ltv_hi80",
      p.value_to_date + (p."residual_value" / nullif(p.customers, 0)) * "b0"."value_hi95" as "ltv_hi95"
    from (
      select
        a.*,
        a.spend / nullif(a.customers, 0) as cac,
        coalesce(s.margin, 0) / nullif(a.customers, 0) as value_to_date
      from "mart_acquisition_pairs" a
      left join (
        select pair_key, cast(sum(cast(observed as decimal(38,12))) as double precision) as margin
        from "mart_acquisition_curve" c
        where is_seen = 1
        group by pair_key
      ) s on s.pair_key = a.pair_key
      where a.attribute is null
    ) p
    left join "mart_cohort_bounds_0" b365 on b365.group_key = p.group_key and b365.horizon_days = 365
    left join "mart_cohort_bounds_0" b0 on b0.group_key = p.group_key and b0.horizon_days = 0
    union all
    select
      p.attribute,
      p.source,
      p.acquisition_month,
      p.pair_key,
      p.spend,
      p.customers,
      p.customers_reported,
      p.cac,
      p.value_to_date,
      p.value_to_date + p."clv_365d" / nullif(p.customers, 0) as "ltv_next_365d",
      p.value_to_date + (p."clv_365d" / nullif(p.customers, 0)) * "b365"."value_lo95" as "ltv_next_365d_lo95",
      p.value_to_date + (p."clv_365d" / nullif(p.customers, 0)) * "b365"."value_lo80" as "ltv_next_365d_lo80",
      p.value_to_date + (p."clv_365d" / nullif(p.customers, 0)) * "b365"."value_hi80" as "ltv_next_365d_hi80",
      p.value_to_date + (p."clv_365d" / nullif(p.customers, 0)) * "b365"."value_hi95" as "ltv_next_365d_hi95",
      case
        when 364
        - p.youngest_days <= 59 then coalesce(p.first_year_to_date, 0)
        / nullif(p.customers, 0)
        + coalesce(p.first_year_to_come, 0)
        / nullif(p.customers, 0)
      end as ltv_first_365d,
      case
        when 364 - p.youngest_days <= 59
          and p.first_year_to_come > 0 then coalesce(p.first_year_to_date, 0)
          / nullif(p.customers, 0)
          + coalesce(p.first_year_to_come, 0)
          / nullif(p.customers, 0)
          * b365."value_lo95"
      end as "ltv_first_365d_lo95",
      case
        when 364 - p.youngest_days <= 59
          and p.first_year_to_come > 0 then coalesce(p.first_year_to_date, 0)
          / nullif(p.customers, 0)
          + coalesce(p.first_year_to_come, 0)
          / nullif(p.customers, 0)
          * b365."value_lo80"
      end as "ltv_first_365d_lo80",
      case
        when 364 - p.youngest_days <= 59
          and p.first_year_to_come > 0 then coalesce(p.first_year_to_date, 0)
          / nullif(p.customers, 0)
          + coalesce(p.first_year_to_come, 0)
          / nullif(p.customers, 0)
          * b365."value_hi80"
      end as "ltv_first_365d_hi80",
      case
        when 364 - p.youngest_days <= 59
          and p.first_year_to_come > 0 then coalesce(p.first_year_to_date, 0)
          / nullif(p.customers, 0)
          + coalesce(p.first_year_to_come, 0)
          / nullif(p.customers, 0)
          * b365."value_hi95"
      end as "ltv_first_365d_hi95",
      p.value_to_date + p."residual_value" / nullif(p.customers, 0) as "ltv",
      p.value_to_date + (p."residual_value" / nullif(p.customers, 0)) * "b0"."value_lo95" as "ltv_lo95",
      p.value_to_date + (p."residual_value" / nullif(p.customers, 0)) * "b0"."value_lo80" as "ltv_lo80",
      p.value_to_date + (p."residual_value" / nullif(p.customers, 0)) * "b0"."value_hi80" as "ltv_hi80",
      p.value_to_date + (p."residual_value" / nullif(p.customers, 0)) * "b0"."value_hi95" as "ltv_hi95"
    from (
      select
        a.*,
        a.spend / nullif(a.customers, 0) as cac,
        coalesce(s.margin, 0) / nullif(a.customers, 0) as value_to_date
      from "mart_acquisition_pairs" a
      left join (
        select pair_key, cast(sum(cast(observed as decimal(38,12))) as double precision) as margin
        from "mart_acquisition_curve" c
        where is_seen = 1
        group by pair_key
      ) s on s.pair_key = a.pair_key
      where a.attribute = 'channel'
    ) p
    left join "mart_cohort_bounds_1" b365 on b365.group_key = p.group_key and b365.horizon_days = 365
    left join "mart_cohort_bounds_1" b0 on b0.group_key = p.group_key and b0.horizon_days = 0
  ) v
  left join (
    select
      pair_key,
      sum(case when is_seen = 1 then cast(observed as decimal(38,12)) end) as margin_to_date,
      cast(sum(case when is_complete = 1 then cast(observed as decimal(38,12)) end) as double precision)
      / nullif(sum(is_complete), 0)
      / max(customers) as mean_month,
      cast(
        min(
          case when is_seen = 1 and age_months > coalesce(last_below, -1) then age_months + 1 end
        ) as integer
      ) as payback_months,
      cast(
        min(
          case
            when is_expected > 0
              and cast(so_far as decimal(38,9)) >= cast(cac as decimal(38,9)) then age_months + 1
          end
        ) as integer
      ) as payback_expected_months,
      cast(
        min(
          case
            when is_expected > 0
              and cast(cumulative_margin_per_customer_hi95 as decimal(38,9)) >= cast(
                cac as decimal(38,9)
              ) then age_months
              + 1
          end
        ) as integer
      ) as payback_expected_months_lo95,
      cast(
        min(
          case
            when is_expected > 0
              and cast(cumulative_margin_per_customer_hi80 as decimal(38,9)) >= cast(
                cac as decimal(38,9)
              ) then age_months
              + 1
          end
        ) as integer
      ) as payback_expected_months_lo80,
      cast(
        min(
          case
            when is_expected > 0
              and cast(cumulative_margin_per_customer_lo80 as decimal(38,9)) >= cast(
                cac as decimal(38,9)
              ) then age_months
              + 1
          end
        ) as integer
      ) as payback_expected_months_hi80,
      cast(
        min(
          case
            when is_expected > 0
              and cast(cumulative_margin_per_customer_lo95 as decimal(38,9)) >= cast(
                cac as decimal(38,9)
              ) then age_months
              + 1
          end
        ) as integer
      ) as payback_expected_months_hi95,
      case
        when max(case when is_complete = 1 or is_expected = 2 then age_months end) >= 11 then cast(
          sum(
            case
              when age_months < 12 then cast(coalesce(observed, 0) + coalesce(expected, 0) as decimal(38,12))
            end
          ) as double precision
        )
        / max(customers)
      end as affordable_cac_payback,
      case
        when max(case when is_complete = 1 or is_expected = 2 then age_months end) >= 11 then max(
          case when age_months = 11 then cumulative_margin_per_customer_lo95 end
        )
      end as affordable_cac_payback_lo95,
      case
        when max(case when is_complete = 1 or is_expected = 2 then age_months end) >= 11 then max(
          case when age_months = 11 then cumulative_margin_per_customer_lo80 end
        )
      end as affordable_cac_payback_lo80,
      case
        when max(case when is_complete = 1 or is_expected = 2 then age_months end) >= 11 then max(
          case when age_months = 11 then cumulative_margin_per_customer_hi80 end
        )
      end as affordable_cac_payback_hi80,
      case
        when max(case when is_complete = 1 or is_expected = 2 then age_months end) >= 11 then max(
          case when age_months = 11 then cumulative_margin_per_customer_hi95 end
        )
      end as affordable_cac_payback_hi95,
      max(case when is_complete = 1 or is_expected = 2 then age_months end) + 2 as least_months
    from (
      select
        s.*,
        max(
          case
            when is_seen = 1
              and not (cast(seen_so_far as decimal(38,9)) >= cast(cac as decimal(38,9))) then age_months
          end
        ) over (partition by pair_key) as last_below
      from (
        select
          r.*,
          cast(
            sum(cast(coalesce(observed, 0) as decimal(38,12))) over (
              partition by pair_key order by age_months
            ) as double precision
          )
          / customers as seen_so_far,
          cast(
            sum(cast(coalesce(observed, 0) + coalesce(expected, 0) as decimal(38,12))) over (
              partition by pair_key order by age_months
            ) as double precision
          )
          / customers as so_far
        from (
          select c.*, p.customers, p.cac
          from (
            select pair_key, customers, spend / customers as cac
            from "mart_acquisition_pairs" a
            where customers > 0
          ) p
          join "mart_acquisition_curve" c on c.pair_key = p.pair_key
        ) r
      ) s
    ) b
    group by pair_key
  ) p on p.pair_key = v.pair_key
) j
