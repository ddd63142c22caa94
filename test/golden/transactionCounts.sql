select
  count(case when is_refund then 1 end) as refunds,
  cast(coalesce(sum(amount), 0) as double precision) as amount,
  cast(coalesce(sum(abs(amount)), 0) as double precision) as size,
  min(day) as first_day,
  max(day) as last_day
from "transactions"
