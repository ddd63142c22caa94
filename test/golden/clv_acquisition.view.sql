select
  case when attribute is null then '(all)' else coalesce(source, '(none)') end as source,
  attribute,
  spend,
  customers,
  cac,
  ltv,
  ltv_cac,
  payback_months as payback_months,
  status,
  verdict,
  affordable_cac_ratio,
  3 as target
from "clv_acquisition_channels" a
where (attribute is null or attribute = 'channel') and 1 = 1
order by case when attribute is null then 0 else 1 end, spend desc nulls last, a.source
limit 20
