select
  count(*) as purchases,
  count(case when margin is null then 1 end) as missing,
  count(case when margin > amount then 1 end) as beyond,
  count(case when margin < 0 then 1 end) as negative
from (select *, amount as margin from "transactions" t) t
where not is_refund
