select
  count(*) as n,
  cast(coalesce(sum(refunded), 0) as double precision) as amount,
  count(case when refunded > amount then 1 end) as beyond
from (select * from "refunded_rows") a
where refunded > 0 and day <= date '2024-12-31'
