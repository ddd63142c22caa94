select
  scope,
  attribute,
  source,
  arpu,
  margin_rate,
  churn_rate,
  cac,
  payback_months_simple,
  payback_months,
  status,
  margin_for_ever,
  ltv_arpu_churn,
  ltv_arpu_margin_churn,
  ltv_cac
from "mart_unit_economics" e
