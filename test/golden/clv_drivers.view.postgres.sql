select *
from "clv_drivers"
where 1 = 1
  and (
    outcome = 'first_year'
    or (outcome = 'after_90_days' and feature in ('first_order', 'early_purchases') and kind = 'behaviour')
    or not exists (select 1 from "clv_drivers" o where o.outcome = 'first_year')
  )
order by outcome desc, kind, feature, effect desc nulls last, (level collate "C")
limit 20
