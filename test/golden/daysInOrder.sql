select *
from "backtest_days" d
order by day
