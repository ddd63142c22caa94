select count(case when is_refund then 1 end) as refunds, min(day) as first_day, max(day) as last_day
from "bare_transactions"
