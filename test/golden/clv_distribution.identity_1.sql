select sum(d.customers) as found, (select count(*) from "scores") as expected
from "clv_distribution" d
group by d.value, d.kind
