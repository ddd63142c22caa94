select max(orders) as most, cast(sum(orders) as bigint) as orders
from "customers"
