select customer_id, cast(0e+0 as double) as value
from "customers" c
