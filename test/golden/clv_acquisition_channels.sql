select
  attribute,
  source,
  spend,
  all_customers as customers,
  customers as customers_with_cost,
  cac,
  value_to_date,
  "ltv" as "ltv",
  "ltv_lo95" as "ltv_lo95",
  "ltv_lo80" as "ltv_lo80",
  "ltv_hi80" as "ltv_hi80",
  "ltv_hi95" as "ltv_hi95",
  case when cac > 0 then "ltv" / cac end as "ltv_cac",
  case when cac > 0 then "ltv_lo95" / cac end as "ltv_cac_lo95",
  case when cac > 0 then "ltv_lo80" / cac end as "ltv_cac_lo80",
  case when cac > 0 then "ltv_hi80" / cac end as "ltv_cac_hi80",
  case when cac > 0 then "ltv_hi95" / cac end as "ltv_cac_hi95",
  months_paid_back,
  months_not_yet,
  months_never,
  case when cac <= 0 then 0 else payback_months end as payback_months,
  case
    when spend is null then 'cost_unknown'
    when customers = 0 then 'no_customers'
    when cac <= 0 or cast(value_to_date as decimal(38,9)) >= cast(cac as decimal(38,9)) then 'paid_back'
    when payback_months is null
      and not (cast(coalesce(ltv_hi80, ltv) as decimal(38,9)) >= cast(cac as decimal(38,9))) then 'never'
    else 'not_yet'
  end as status,
  "ltv" / cast('3' as double precision) as "affordable_cac_ratio",
  "ltv_lo95" / cast('3' as double precision) as "affordable_cac_ratio_lo95",
  "ltv_lo80" / cast('3' as double precision) as "affordable_cac_ratio_lo80",
  "ltv_hi80" / cast('3' as double precision) as "affordable_cac_ratio_hi80",
  "ltv_hi95" / cast('3' as double precision) as "affordable_cac_ratio_hi95",
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
  end as verdict
from (
  select s.*, c.payback_months
  from (
    select
      s.attribute,
      s.source,
      s.channel_key,
      s.spend,
      s.all_customers,
      s.customers,
      s.spend / nullif(s.customers, 0) as cac,
      s.margin / nullif(s.customers, 0) as value_to_date,
      s.margin / nullif(s.customers, 0) + s.residual / nullif(s.customers, 0) as "ltv",
      s.margin
      / nullif(s.customers, 0)
      + (s.residual / nullif(s.customers, 0))
      * "b"."value_lo95" as "ltv_lo95",
      s.margin
      / nullif(s.customers, 0)
      + (s.residual / nullif(s.customers, 0))
      * "b"."value_lo80" as "ltv_lo80",
      s.margin
      / nullif(s.customers, 0)
      + (s.residual / nullif(s.customers, 0))
      * "b"."value_hi80" as "ltv_hi80",
      s.margin
      / nullif(s.customers, 0)
      + (s.residual / nullif(s.customers, 0))
      * "b"."value_hi95" as "ltv_hi95",
      s.months_paid_back,
      s.months_not_yet,
      s.months_never
    from (
      select
        attribute,
        source,
        coalesce(attribute, '') || coalesce('=' || source, '') as channel_key,
        case
          when max(abs(spend)) < 1e15 then cast(
            sum(case when abs(spend) < 1e15 then cast(spend as decimal(38,12)) end) as double precision
          )
          else sum(spend)
        end as spend,
        cast(sum(customers) as bigint) as all_customers,
        cast(sum(case when spend is not null then customers else 0 end) as bigint) as customers,
        case
          when max(abs(case when spend is not null then value_to_date * customers end)) < 1e15 then cast(
            sum(
              case
                when abs(case when spend is not null then value_to_date * customers end) < 1e15 then cast(
                  case when spend is not null then value_to_date * customers end as decimal(38,12)
                )
              end
            ) as double precision
          )
          else sum(case when spend is not null then value_to_date * customers end)
        end as margin,
        case
          when max(
            abs(case when spend is not null then (ltv - value_to_date) * customers end)
          ) < 1e15 then cast(
            sum(
              case
                when abs(
                  case when spend is not null then (ltv - value_to_date) * customers end
                ) < 1e15 then cast(
                  case when spend is not null then (ltv - value_to_date) * customers end as decimal(38,12)
                )
              end
            ) as double precision
          )
          else sum(case when spend is not null then (ltv - value_to_date) * customers end)
        end as residual,
        cast(sum(case when status = 'paid_back' then 1 else 0 end) as bigint) as months_paid_back,
        cast(sum(case when status = 'not_yet' then 1 else 0 end) as bigint) as months_not_yet,
        cast(sum(case when status = 'never' then 1 else 0 end) as bigint) as months_never
      from "clv_acquisition" a
      where attribute is null
      group by attribute, source
    ) s
    left join "mart_channel_bounds_0" b on b.group_key = coalesce('=' || s.source, '-') and b.horizon_days = 0
    union all
    select
      s.attribute,
      s.source,
      s.channel_key,
      s.spend,
      s.all_customers,
      s.customers,
      s.spend / nullif(s.customers, 0) as cac,
      s.margin / nullif(s.customers, 0) as value_to_date,
      s.margin / nullif(s.customers, 0) + s.residual / nullif(s.customers, 0) as "ltv",
      s.margin
      / nullif(s.customers, 0)
      + (s.residual / nullif(s.customers, 0))
      * "b"."value_lo95" as "ltv_lo95",
      s.margin
      / nullif(s.customers, 0)
      + (s.residual / nullif(s.customers, 0))
      * "b"."value_lo80" as "ltv_lo80",
      s.margin
      / nullif(s.customers, 0)
      + (s.residual / nullif(s.customers, 0))
      * "b"."value_hi80" as "ltv_hi80",
      s.margin
      / nullif(s.customers, 0)
      + (s.residual / nullif(s.customers, 0))
      * "b"."value_hi95" as "ltv_hi95",
      s.months_paid_back,
      s.months_not_yet,
      s.months_never
    from (
      select
        attribute,
        source,
        coalesce(attribute, '') || coalesce('=' || source, '') as channel_key,
        case
          when max(abs(spend)) < 1e15 then cast(
            sum(case when abs(spend) < 1e15 then cast(spend as decimal(38,12)) end) as double precision
          )
          else sum(spend)
        end as spend,
        cast(sum(customers) as bigint) as all_customers,
        cast(sum(case when spend is not null then customers else 0 end) as bigint) as customers,
        case
          when max(abs(case when spend is not null then value_to_date * customers end)) < 1e15 then cast(
            sum(
              case
                when abs(case when spend is not null then value_to_date * customers end) < 1e15 then cast(
                  case when spend is not null then value_to_date * customers end as decimal(38,12)
                )
              end
            ) as double precision
          )
          else sum(case when spend is not null then value_to_date * customers end)
        end as margin,
        case
          when max(
            abs(case when spend is not null then (ltv - value_to_date) * customers end)
          ) < 1e15 then cast(
            sum(
              case
                when abs(
                  case when spend is not null then (ltv - value_to_date) * customers end
                ) < 1e15 then cast(
                  case when spend is not null then (ltv - value_to_date) * customers end as decimal(38,12)
                )
              end
            ) as double precision
          )
          else sum(case when spend is not null then (ltv - value_to_date) * customers end)
        end as residual,
        cast(sum(case when status = 'paid_back' then 1 else 0 end) as bigint) as months_paid_back,
        cast(sum(case when status = 'not_yet' then 1 else 0 end) as bigint) as months_not_yet,
        cast(sum(case when status = 'never' then 1 else 0 end) as bigint) as months_never
      from "clv_acquisition" a
      where attribute = 'channel'
      group by attribute, source
    ) s
    left join "mart_channel_bounds_1" b on b.group_key = coalesce('=' || s.source, '-') and b.horizon_days = 0
  ) s
  left join (
    select
      s.channel_key,
      cast(
        min(
          case when cast(s.so_far as decimal(38,9)) >= cast(k.cac as decimal(38,9)) then s.age_months + 1 end
        ) as integer
      ) as payback_months
    from (
      select
        a.*,
        cast(
          sum(cast(margin as decimal(38,12))) over (
            partition by channel_key order by age_months
          ) as double precision
        )
        / customers as so_far
      from (
        select
          p.channel_key,
          c.age_months,
          case
            when max(abs(coalesce(c.observed, 0) + coalesce(c.expected, 0))) < 1e15 then cast(
              sum(
                case
                  when abs(coalesce(c.observed, 0) + coalesce(c.expected, 0)) < 1e15 then cast(
                    coalesce(c.observed, 0) + coalesce(c.expected, 0) as decimal(38,12)
                  )
                end
              ) as double precision
            )
            else sum(coalesce(c.observed, 0) + coalesce(c.expected, 0))
          end
          / cast(sum(p.customers) as double precision) as margin,
          1 as customers
        from (
          select pair_key, coalesce(attribute, '') || coalesce('=' || source, '') as channel_key, customers
          from "mart_acquisition_pairs" p
          where spend is not null and customers > 0
        ) p
        join "mart_acquisition_curve" c on c.pair_key = p.pair_key
        where c.is_complete = 1 or c.is_expected > 0
        group by p.channel_key, c.age_months
      ) a
    ) s
    join (
      select
        coalesce(attribute, '') || coalesce('=' || source, '') as channel_key,
        case
          when max(abs(spend)) < 1e15 then cast(
            sum(case when abs(spend) < 1e15 then cast(spend as decimal(38,12)) end) as double precision
          )
          else sum(spend)
        end
        / nullif(cast(sum(customers) as double precision), 0) as cac
      from "mart_acquisition_pairs" p
      where spend is not null
      group by coalesce(attribute, '') || coalesce('=' || source, '')
    ) k on k.channel_key = s.channel_key
    group by s.channel_key
  ) c on c.channel_key = s.channel_key
) j
