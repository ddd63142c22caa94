select sum(customers) as found, (select count(*) from "scores") as expected
from "clv_frequency_recency" f
