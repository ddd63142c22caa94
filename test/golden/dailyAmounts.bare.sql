select day, bucket, count(*) as n
from (
  select day, -1000 as bucket
  from "bare_transactions"
  where not is_refund and day > date '2026-02-28' and day <= date '2026-03-31'
) b
group by day, bucket
order by day, bucket
