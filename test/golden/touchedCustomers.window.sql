select distinct customer_id
from (select customer_id from "transactions" where day > date '2024-03-01') t
