select customer_id, (cast(c.x as double precision) / (cast(c.x as double precision) + 2.5e+0)) as value from "customers" c
