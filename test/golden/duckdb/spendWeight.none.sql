select customer_id, 0e0 as value from "customers" c
