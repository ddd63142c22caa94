select count(*) as customers
from "bare_backtest_customers" b
