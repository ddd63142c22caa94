select
  count(case when is_refund then 1 end) as refunds,
  cast(coalesce(sum(amount), 0) as double precision) as amount,
  min(day) as first_day
from "transactions"
