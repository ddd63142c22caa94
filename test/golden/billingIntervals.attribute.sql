select
  s.customer_id,
  cast(coalesce(s.said, cast(null as integer), 487) as integer) as sixteenths,
  case
    when s.said is not null then 'attribute'
    when cast(null as integer) is not null then 'payments'
    else 'period'
  end as said_by
from (
  select customer_id, arg_min(said, -cast(day - date '1900-01-01' as integer)) as said
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
