select customer_id, day, is_refund, "attr_channel", cast(null as varchar) as reason
from (select * from "bare_staged") a
where day <= date '2024-12-31'
