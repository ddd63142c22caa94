select max(orders) as most, sum(orders) as orders
from "customers"
