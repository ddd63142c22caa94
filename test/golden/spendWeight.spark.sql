select customer_id, (cast(c.x as double) / (cast(c.x as double) + cast(2.5e+0 as double))) as value
from "customers" c
