select
  x,
  ln(cast(repeat_spend as double precision) / x) as log_spend,
  0 as first_zero,
  case
    when false then ln(cast(first_amount as double precision)) - cast(0e+0 as double precision)
    else cast(0e+0 as double precision)
  end as first_log
from "customers"
where x > 0 and repeat_spend > 0
