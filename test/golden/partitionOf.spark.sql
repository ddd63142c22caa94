select cast(cast(conv(substr(md5(customer_id), 1, 8), 16, 10) as bigint) % 16 as integer) as part
from "customers"
