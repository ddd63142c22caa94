select customer_id, cast(0e+0 as double precision) as value
from "customers" c
