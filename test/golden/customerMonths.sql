select
  customer_id,
  cast(date_trunc('month', day) as date) as month,
  cast(
    bit_count(
      bit_or(case when is_refund then 0 else cast(power(2, extract(day from day)) as bigint) end)
    ) as integer
  ) as purchases,
  cast(coalesce(sum(case when is_refund then 0 else 1 end), 0) as bigint) as orders,
  cast(coalesce(sum(case when is_refund then 0 else amount end), 0) as decimal(38,4)) as gross_revenue,
  cast(coalesce(sum(case when is_refund then -amount else 0 end), 0) as decimal(38,4)) as refunds
from "transactions" t
group by customer_id, cast(date_trunc('month', day) as date)
