with m as (
  select
    count(*) as customers,
    case
      when max(abs(value_365)) < 1e15 then cast(
        sum(case when abs(value_365) < 1e15 then cast(value_365 as decimal(38,12)) end) as double
      )
      else sum(value_365)
    end as value_365
  from "mart_segment_customers" c
)
select
  cast(null as string) as attribute,
  cast(null as string) as segment,
  count(*) as customers,
  cast(coalesce(sum(k.returned), 0) as bigint) as returned,
  cast(sum(k.revenue) as double) as revenue,
  case
    when max(abs(k.purchases_365)) < 1e15 then cast(
      sum(case when abs(k.purchases_365) < 1e15 then cast(k.purchases_365 as decimal(38,12)) end) as double
    )
    else sum(k.purchases_365)
  end as purchases_365,
  case
    when max(abs(k.value_365)) < 1e15 then cast(
      sum(case when abs(k.value_365) < 1e15 then cast(k.value_365 as decimal(38,12)) end) as double
    )
    else sum(k.value_365)
  end as value_365,
  case
    when max(
      abs((k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers)))
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            (k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers))
          ) < 1e15 then cast(
            (k.value_365 - (m.value_365 / m.customers))
            * (k.value_365 - (m.value_365 / m.customers)) as decimal(38,12)
          )
        end
      ) as double
    )
    else sum((k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers)))
  end as squares_365
from "mart_segment_customers" k
cross join m
union all
select
  cast('lifecycle' as string) as attribute,
  k."lifecycle" as segment,
  count(*) as customers,
  cast(coalesce(sum(k.returned), 0) as bigint) as returned,
  cast(sum(k.revenue) as double) as revenue,
  case
    when max(abs(k.purchases_365)) < 1e15 then cast(
      sum(case when abs(k.purchases_365) < 1e15 then cast(k.purchases_365 as decimal(38,12)) end) as double
    )
    else sum(k.purchases_365)
  end as purchases_365,
  case
    when max(abs(k.value_365)) < 1e15 then cast(
      sum(case when abs(k.value_365) < 1e15 then cast(k.value_365 as decimal(38,12)) end) as double
    )
    else sum(k.value_365)
  end as value_365,
  case
    when max(
      abs((k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers)))
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            (k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers))
          ) < 1e15 then cast(
            (k.value_365 - (m.value_365 / m.customers))
            * (k.value_365 - (m.value_365 / m.customers)) as decimal(38,12)
          )
        end
      ) as double
    )
    else sum((k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers)))
  end as squares_365
from "mart_segment_customers" k
cross join m
group by k."lifecycle"
union all
select
  cast('value_tier' as string) as attribute,
  k."value_tier" as segment,
  count(*) as customers,
  cast(coalesce(sum(k.returned), 0) as bigint) as returned,
  cast(sum(k.revenue) as double) as revenue,
  case
    when max(abs(k.purchases_365)) < 1e15 then cast(
      sum(case when abs(k.purchases_365) < 1e15 then cast(k.purchases_365 as decimal(38,12)) end) as double
    )
    else sum(k.purchases_365)
  end as purchases_365,
  case
    when max(abs(k.value_365)) < 1e15 then cast(
      sum(case when abs(k.value_365) < 1e15 then cast(k.value_365 as decimal(38,12)) end) as double
    )
    else sum(k.value_365)
  end as value_365,
  case
    when max(
      abs((k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers)))
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            (k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers))
          ) < 1e15 then cast(
            (k.value_365 - (m.value_365 / m.customers))
            * (k.value_365 - (m.value_365 / m.customers)) as decimal(38,12)
          )
        end
      ) as double
    )
    else sum((k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers)))
  end as squares_365
from "mart_segment_customers" k
cross join m
group by k."value_tier"
union all
select
  cast('rfm' as string) as attribute,
  k."rfm" as segment,
  count(*) as customers,
  cast(coalesce(sum(k.returned), 0) as bigint) as returned,
  cast(sum(k.revenue) as double) as revenue,
  case
    when max(abs(k.purchases_365)) < 1e15 then cast(
      sum(case when abs(k.purchases_365) < 1e15 then cast(k.purchases_365 as decimal(38,12)) end) as double
    )
    else sum(k.purchases_365)
  end as purchases_365,
  case
    when max(abs(k.value_365)) < 1e15 then cast(
      sum(case when abs(k.value_365) < 1e15 then cast(k.value_365 as decimal(38,12)) end) as double
    )
    else sum(k.value_365)
  end as value_365,
  case
    when max(
      abs((k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers)))
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            (k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers))
          ) < 1e15 then cast(
            (k.value_365 - (m.value_365 / m.customers))
            * (k.value_365 - (m.value_365 / m.customers)) as decimal(38,12)
          )
        end
      ) as double
    )
    else sum((k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers)))
  end as squares_365
from "mart_segment_customers" k
cross join m
group by k."rfm"
union all
select
  cast('channel' as string) as attribute,
  k."attr_channel" as segment,
  count(*) as customers,
  cast(coalesce(sum(k.returned), 0) as bigint) as returned,
  cast(sum(k.revenue) as double) as revenue,
  case
    when max(abs(k.purchases_365)) < 1e15 then cast(
      sum(case when abs(k.purchases_365) < 1e15 then cast(k.purchases_365 as decimal(38,12)) end) as double
    )
    else sum(k.purchases_365)
  end as purchases_365,
  case
    when max(abs(k.value_365)) < 1e15 then cast(
      sum(case when abs(k.value_365) < 1e15 then cast(k.value_365 as decimal(38,12)) end) as double
    )
    else sum(k.value_365)
  end as value_365,
  case
    when max(
      abs((k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers)))
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            (k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers))
          ) < 1e15 then cast(
            (k.value_365 - (m.value_365 / m.customers))
            * (k.value_365 - (m.value_365 / m.customers)) as decimal(38,12)
          )
        end
      ) as double
    )
    else sum((k.value_365 - (m.value_365 / m.customers)) * (k.value_365 - (m.value_365 / m.customers)))
  end as squares_365
from "mart_segment_customers" k
cross join m
group by k."attr_channel"
