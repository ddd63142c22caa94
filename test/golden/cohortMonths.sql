select
  acquisition_month,
  "attr_channel",
  margin_rate,
  month,
  cast(sum(case when purchases > 0 then 1 else 0 end) as bigint) as active,
  cast(sum(purchases) as bigint) as purchases,
  cast(sum(orders) as bigint) as orders,
  cast(sum(gross_revenue) as decimal(38,4)) as gross_revenue,
  cast(sum(refunds) as decimal(38,4)) as refunds
from (
  select
    c.acquisition_month,
    c."attr_channel",
    coalesce(c.margin_rate, cast('0.4' as double precision)) as margin_rate,
    case
      when m.month < c.acquisition_month then c.acquisition_month when c.customer_id is not null then m.month
    end as month,
    m.purchases,
    m.orders,
    m.gross_revenue,
    m.refunds
  from "mart_customer_months" m
  left join (
    select
      c.customer_id,
      cast(date_trunc('month', c.first_day) as date) as acquisition_month,
      c."attr_channel",
      cast('0.4' as double precision) as margin_rate
    from "customers" c
  ) c on c.customer_id = m.customer_id
) r
group by acquisition_month, "attr_channel", margin_rate, month
