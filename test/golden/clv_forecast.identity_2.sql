select
  sum(case when customers = 'all' then purchases end) as found,
  sum(case when customers <> 'all' then purchases end) as expected
from "clv_forecast"
