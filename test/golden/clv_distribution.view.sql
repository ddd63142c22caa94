select label, customers, value_from, value_to, value_sum, share, cumulative_share, value, kind
from "clv_distribution"
where kind = 'decile' and value = 'clv_365d' and 1 = 1
order by value, kind, bin
limit 20
