select 1 as found
from "transactions" t
where not is_refund and ("attr_channel" is null)
limit 1
