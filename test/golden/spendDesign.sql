select
  x,
  ln(cast(repeat_spend as double precision) / x) as log_spend,
  case
    when "attr_channel" = 'web' then 0
    when "attr_channel" is null then 1
    when "attr_channel" = 'it''s' then 2
    else 3
  end as level_0,
  case when first_amount > 0 then 0 else 1 end as first_zero,
  case
    when first_amount > 0 then ln(cast(first_amount as double precision)) - cast(3.25e+0 as double precision)
    else cast(0e+0 as double precision)
  end as first_log
from "customers"
where x > 0 and repeat_spend > 0
