select sixteenths, said_by, count(*) as customers
from "billing_intervals" i
group by sixteenths, said_by
order by sixteenths, said_by
