select customer_id, x, p_alive, "expected_purchases_365d" as expected_purchases
from "bare_scores"
order by value_rank, customer_id
limit 10
