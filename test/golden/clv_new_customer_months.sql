select
  attribute,
  source,
  age_months,
  purchases,
  purchases_lo95,
  purchases_lo80,
  purchases_hi80,
  purchases_hi95,
  spend,
  spend_lo95,
  spend_lo80,
  spend_hi80,
  spend_hi95
from "mart_new_customer_months" p
