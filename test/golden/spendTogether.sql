select
  month,
  cast(sum(n) as bigint) as n,
  cast(sum(v) as decimal(38,4)) as v,
  cast(sum(m) as decimal(38,4)) as m,
  cast(sum(mm) as decimal(38,8)) as mm,
  cast(sum(vv) as decimal(38,8)) as vv,
  cast(sum(vm) as decimal(38,8)) as vm,
  cast(sum(refunded) as decimal(38,4)) as refunded
from (select * from "spend_months") p
group by month
