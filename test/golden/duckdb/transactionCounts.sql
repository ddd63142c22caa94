select coalesce(sum(case when is_refund then 1 else 0 end), 0) as refunds,
  cast(coalesce(sum(amount), 0) as double precision) as amount, cast(min(day) as varchar) as first_day from "transactions"
