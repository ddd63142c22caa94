select cast(cast('0x' || substr(md5(customer_id), 1, 8) as bigint) % 16 as integer) as part
from "customers"
