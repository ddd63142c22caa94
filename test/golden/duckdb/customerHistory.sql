select customer_id, as_of, value_tier as tier, p_alive, "clv_365d" as clv,
  cast(365 as integer) as horizon_days, model_version, run_id from "published_scores"
