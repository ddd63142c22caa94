select
  attribute,
  source,
  age_months,
  count(*) as cohorts,
  cast(sum(eligible) as bigint) as eligible,
  cast(sum(active) as bigint) as active,
  cast(sum(active) as double precision) / cast(sum(eligible) as double precision) as bought_share,
  case
    when max(abs(net_revenue)) < 1e15 then cast(
      sum(case when abs(net_revenue) < 1e15 then cast(net_revenue as decimal(38,12)) end) as double precision
    )
    else sum(net_revenue)
  end as net_revenue,
  case
    when max(abs(cumulative_margin_per_customer * customers)) < 1e15 then cast(
      sum(
        case
          when abs(cumulative_margin_per_customer * customers) < 1e15 then cast(
            cumulative_margin_per_customer * customers as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(cumulative_margin_per_customer * customers)
  end
  / cast(sum(eligible) as double precision) as cumulative_margin_per_customer
from "clv_cohorts" c
where complete and acquisition_month is not null
group by attribute, source, age_months
