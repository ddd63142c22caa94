select customer_id
from (select * from "customers" k where first_day >= date '2024-01-01') k
