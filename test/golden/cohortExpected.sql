select
  acquisition_month,
  "attr_channel",
  margin_rate,
  cast(sum(customers) as bigint) as customers,
  case
    when max(abs(residual_value)) < 1e15 then cast(
      sum(
        case when abs(residual_value) < 1e15 then cast(residual_value as decimal(38,12)) end
      ) as double precision
    )
    else sum(residual_value)
  end as residual_value,
  case
    when max(abs(customers * purchases_1)) < 1e15 then cast(
      sum(
        case when abs(customers * purchases_1) < 1e15 then cast(customers * purchases_1 as decimal(38,12)) end
      ) as double precision
    )
    else sum(customers * purchases_1)
  end as purchases_1,
  case
    when max(abs(spend * value_1)) < 1e15 then cast(
      sum(
        case when abs(spend * value_1) < 1e15 then cast(spend * value_1 as decimal(38,12)) end
      ) as double precision
    )
    else sum(spend * value_1)
  end as revenue_1,
  case
    when max(abs(customers * purchases_2)) < 1e15 then cast(
      sum(
        case when abs(customers * purchases_2) < 1e15 then cast(customers * purchases_2 as decimal(38,12)) end
      ) as double precision
    )
    else sum(customers * purchases_2)
  end as purchases_2,
  case
    when max(abs(spend * value_2)) < 1e15 then cast(
      sum(
        case when abs(spend * value_2) < 1e15 then cast(spend * value_2 as decimal(38,12)) end
      ) as double precision
    )
    else sum(spend * value_2)
  end as revenue_2
from (
  select
    acquisition_month,
    "attr_channel",
    margin_rate,
    x,
    t_x,
    t_cal,
    count(*) as customers,
    case
      when max(abs(expected_spend)) < 1e15 then cast(
        sum(
          case when abs(expected_spend) < 1e15 then cast(expected_spend as decimal(38,12)) end
        ) as double precision
      )
      else sum(expected_spend)
    end as spend,
    case
      when max(abs(residual_value)) < 1e15 then cast(
        sum(
          case when abs(residual_value) < 1e15 then cast(residual_value as decimal(38,12)) end
        ) as double precision
      )
      else sum(residual_value)
    end as residual_value
  from (
    select c.*, s.expected_spend, s."residual_clv" as residual_value
    from (
      select
        c.customer_id,
        cast(date_trunc('month', c.first_day) as date) as acquisition_month,
        c."attr_channel",
        cast('0.4' as double precision) as margin_rate,
        c.x,
        c.t_x,
        c.t_cal
      from "customers" c
    ) c
    join "scores" s on s.customer_id = c.customer_id
  ) k
  group by acquisition_month, "attr_channel", margin_rate, x, t_x, t_cal
) h
join "mart_expected_months" e on e.x = h.x and e.t_x = h.t_x and e.t_cal = h.t_cal
group by acquisition_month, "attr_channel", margin_rate
