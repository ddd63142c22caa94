select
  customer_id,
  cast(date_trunc('month', day) as date) as month,
  length(
    replace(
      cast(
        cast(
          bit_or(case when is_refund then 0 else cast(power(2, extract(day from day)) as bigint) end) as bit(
            64
          )
        ) as text
      ),
      '0',
      ''
    )
  ) as purchases,
  cast(coalesce(sum(case when is_refund then 0 else 1 end), 0) as bigint) as orders
from "bare_transactions" t
group by customer_id, cast(date_trunc('month', day) as date)
