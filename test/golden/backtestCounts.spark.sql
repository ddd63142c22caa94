select count(*) as customers, cast(coalesce(sum(first_amount), 0) as double) as first_spend
from "backtest_customers" b
