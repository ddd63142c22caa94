select customer_id, cast(4e+1 as double) as value
from "customers" c
