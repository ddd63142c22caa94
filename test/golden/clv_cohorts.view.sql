select
  attribute,
  source,
  acquisition_month,
  customers,
  bought_1,
  bought_6,
  bought_12,
  first_year,
  value_to_date,
  ltv,
  ltv_lo80,
  ltv_hi80,
  ltv_horizon_days,
  cast(place as bigint) as place,
  100 as least
from (
  select
    f.*,
    row_number() over (
      order by case when customers >= 100 then 0 else 1 end,
      ltv desc nulls last,
      ltv desc,
      acquisition_month desc,
      attribute,
      source
    ) as place,
    row_number() over (order by acquisition_month desc, attribute, source) as newest
  from (
    select
      c.attribute,
      c.source,
      c.acquisition_month,
      max(c.customers) as customers,
      max(case when c.age_months = 1 and c.complete then c.bought_share end) as bought_1,
      max(case when c.age_months = 6 and c.complete then c.bought_share end) as bought_6,
      max(case when c.age_months = 12 and c.complete then c.bought_share end) as bought_12,
      coalesce(
        max(p.cumulative_margin_per_customer),
        max(case when c.age_months = 11 then c.cumulative_margin_per_customer end)
      ) as first_year,
      max(t.value_to_date) as value_to_date,
      max(t.ltv) as ltv,
      max(t.ltv_lo80) as ltv_lo80,
      max(t.ltv_hi80) as ltv_hi80,
      max(t.ltv_horizon_days) as ltv_horizon_days
    from "clv_cohorts" c
    join "clv_cohort_totals" t on coalesce(t.attribute, '') = coalesce(c.attribute, '')
      and (t.attribute is null) = (c.attribute is null)
      and cast(t.acquisition_month as varchar)
      || coalesce('=' || t.source, '') = cast(c.acquisition_month as varchar)
      || coalesce('=' || c.source, '')
    left join "clv_cohort_projection" p on p.age_months = 11
      and coalesce(p.attribute, '') = coalesce(c.attribute, '')
      and (p.attribute is null) = (c.attribute is null)
      and cast(p.acquisition_month as varchar)
      || coalesce('=' || p.source, '') = cast(c.acquisition_month as varchar)
      || coalesce('=' || c.source, '')
    where c.attribute is null and 1 = 1
    group by c.attribute, c.source, c.acquisition_month
  ) f
) p
where place = 1 or newest < 20
order by acquisition_month desc, attribute, source
