select
  count(*) as amounts,
  count(case when lost then 1 end) as lossy,
  min(case when lost then amount end) as example
from (
  select amount, abs(floor(abs(amount) * 1e4 + 0.5) / 1e4 - abs(amount)) > 0.005 * abs(amount) as lost
  from (select cast(amount as double precision) as amount from "transactions") a
  where amount <> 0
) l
