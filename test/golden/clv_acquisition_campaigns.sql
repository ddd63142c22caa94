select
  attribute,
  source,
  dimension,
  campaign,
  acquisition_month,
  spend,
  case when spend_of_source > 0 then spend / spend_of_source end as spend_share,
  customers_reported,
  reported_spend / nullif(customers_reported, 0) as cac_reported
from (
  select
    g.*,
    cast(
      sum(cast(spend as decimal(38,12))) over (partition by source, acquisition_month) as double precision
    ) as spend_of_source
  from (
    select
      cast(NULL as varchar) as attribute,
      source,
      cast('campaign' as varchar) as dimension,
      campaign,
      acquisition_month,
      case
        when max(abs(spend)) < 1e15 then cast(
          sum(case when abs(spend) < 1e15 then cast(spend as decimal(38,12)) end) as double precision
        )
        else sum(spend)
      end as spend,
      case
        when max(abs(new_customers)) < 1e15 then cast(
          sum(
            case when abs(new_customers) < 1e15 then cast(new_customers as decimal(38,12)) end
          ) as double precision
        )
        else sum(new_customers)
      end as customers_reported,
      case
        when max(abs(case when new_customers is not null then spend end)) < 1e15 then cast(
          sum(
            case
              when abs(case when new_customers is not null then spend end) < 1e15 then cast(
                case when new_customers is not null then spend end as decimal(38,12)
              )
            end
          ) as double precision
        )
        else sum(case when new_customers is not null then spend end)
      end as reported_spend
    from (
      select cast(NULL as varchar) as source, "dim_1" as campaign, acquisition_month, spend, new_customers
      from "mart_costs" m
      where counted
    ) k
    group by source, campaign, acquisition_month
  ) g
) s
union all
select
  attribute,
  source,
  dimension,
  campaign,
  acquisition_month,
  spend,
  case when spend_of_source > 0 then spend / spend_of_source end as spend_share,
  customers_reported,
  reported_spend / nullif(customers_reported, 0) as cac_reported
from (
  select
    g.*,
    cast(
      sum(cast(spend as decimal(38,12))) over (partition by source, acquisition_month) as double precision
    ) as spend_of_source
  from (
    select
      cast('channel' as varchar) as attribute,
      source,
      cast('campaign' as varchar) as dimension,
      campaign,
      acquisition_month,
      case
        when max(abs(spend)) < 1e15 then cast(
          sum(case when abs(spend) < 1e15 then cast(spend as decimal(38,12)) end) as double precision
        )
        else sum(spend)
      end as spend,
      case
        when max(abs(new_customers)) < 1e15 then cast(
          sum(
            case when abs(new_customers) < 1e15 then cast(new_customers as decimal(38,12)) end
          ) as double precision
        )
        else sum(new_customers)
      end as customers_reported,
      case
        when max(abs(case when new_customers is not null then spend end)) < 1e15 then cast(
          sum(
            case
              when abs(case when new_customers is not null then spend end) < 1e15 then cast(
                case when new_customers is not null then spend end as decimal(38,12)
              )
            end
          ) as double precision
        )
        else sum(case when new_customers is not null then spend end)
      end as reported_spend
    from (
      select "attr_channel" as source, "dim_1" as campaign, acquisition_month, spend, new_customers
      from "mart_costs" m
      where counted
    ) k
    group by source, campaign, acquisition_month
  ) g
) s
