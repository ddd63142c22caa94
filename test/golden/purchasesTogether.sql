select day, cast(sum(known_0) as bigint) as known_0, cast(sum(known_1) as bigint) as known_1
from (select * from "backtest_days") p
group by day
