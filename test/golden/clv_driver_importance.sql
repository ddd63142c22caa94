select
  "outcome",
  "kind",
  "feature",
  "importance",
  "importance_lo95",
  "importance_lo80",
  "importance_hi80",
  "importance_hi95",
  "explained",
  "importance_rank",
  "customers"
from "mart_driver_importance"
