select
  s.customer_id,
  cast(coalesce(s.said, cast(null as integer), 487) as integer) as sixteenths,
  case
    when s.said is not null then 'attribute'
    when cast(null as integer) is not null then 'payments'
    else 'period'
  end as said_by
from (
  select
    customer_id,
    (array_agg(said order by -(day - date '1900-01-01')) filter (where said is not null))[1] as said
  from (
    select
      customer_id,
      day,
      min(case "attr_channel" when 'it''s yearly' then 5844 when 'monthly' then 487 end) as said
    from "transactions" t
    where not is_refund
    group by customer_id, day
  ) d
  group by customer_id
) s
