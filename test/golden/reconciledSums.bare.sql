select count(*) as n, coalesce(sum("expected_purchases_365d"), 0) as expected_purchases
from "bare_scores"
