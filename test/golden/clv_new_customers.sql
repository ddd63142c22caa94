select
  attribute,
  source,
  horizon_days,
  customers,
  first_order_value,
  expected_purchases,
  expected_purchases_lo95,
  expected_purchases_lo80,
  expected_purchases_hi80,
  expected_purchases_hi95,
  expected_value,
  expected_value_lo95,
  expected_value_lo80,
  expected_value_hi80,
  expected_value_hi95,
  affordable_cac
from "mart_new_customers" p
