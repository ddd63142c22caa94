select
  'r1' as run_id,
  date '2024-12-31' as as_of,
  cast(attribute as string) as attribute,
  cast(segment as string) as segment,
  horizon_days,
  customers,
  expected_purchases,
  purchases_lo95,
  purchases_lo80,
  purchases_hi80,
  purchases_hi95
from (
  values (
    NULL,
    NULL,
    cast(90 as bigint),
    cast(10 as bigint),
    cast('10.5' as double),
    cast('6' as double),
    cast('8' as double),
    cast('13' as double),
    cast('15' as double)
  )
) v(
  attribute,
  segment,
  horizon_days,
  customers,
  expected_purchases,
  purchases_lo95,
  purchases_lo80,
  purchases_hi80,
  purchases_hi95
)
