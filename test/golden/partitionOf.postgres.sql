select cast(
  cast(cast('x' || substr(md5(convert_to(customer_id, 'UTF8')), 1, 8) as bit(32)) as bigint) % 16 as integer
) as part
from "customers"
