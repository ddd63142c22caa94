select day, bucket, count(*) as n
from (
  select
    day,
    case
      when amount > 0 then cast(
        floor(ln(cast(amount as double precision)) * 4.3429448190325175 + 0.5) as integer
      )
      else -1000
    end as bucket
  from "transactions"
  where not is_refund and day > date '2026-02-28' and day <= date '2026-03-31'
) b
group by day, bucket
order by day, bucket
