select
  'r1' as run_id,
  date '2024-12-31' as as_of,
  cast(attribute as varchar) as attribute,
  cast(segment as varchar) as segment,
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
    cast('10.5' as double precision),
    cast('6' as double precision),
    cast('8' as double precision),
    cast('13' as double precision),
    cast('15' as double precision)
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
