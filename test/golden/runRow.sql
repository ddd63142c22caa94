select 'r1' as run_id, date '2024-12-31' as as_of, timestamp '2025-01-01 03:00:00' as published_at_utc,
  '0.1.0' as clv_version, 'c0ffee' as config_hash, 'm1' as model_version,
  'bg-nbd' as purchase_model, 'identified' as purchase_verdict, cast(-9582.4292 as double precision) as purchase_log_likelihood,
  'gamma-gamma' as spend_model, 'weak' as spend_verdict, 'EUR' as currency,
  cast(10 as bigint) as customers, cast(20 as bigint) as input_rows, cast(15 as bigint) as accepted_rows,
  cast(1 as bigint) as rejected_rows, cast(2 as bigint) as merged_rows, cast(2 as bigint) as out_of_window_rows,
  cast(365 as bigint) as horizon_days, cast(12.5 as double precision) as expected_purchases,
  cast(1234.5 as double precision) as clv, cast(5678.9 as double precision) as historic_value
