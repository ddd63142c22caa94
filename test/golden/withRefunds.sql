select customer_id, day, amount, is_refund, "attr_channel"
from (select * from "refunded_rows") a
union all
select
  customer_id,
  day,
  cast(-refunded as decimal(18,4)) as amount,
  (refunded > 0) as is_refund,
  "attr_channel"
from (select * from "refunded_rows") a
where refunded > 0
