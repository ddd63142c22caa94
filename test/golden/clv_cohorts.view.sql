select *
from "clv_cohorts"
where attribute is null
order by acquisition_month desc, age_months
limit 20
