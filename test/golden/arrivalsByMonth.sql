select cast(cast(date_trunc('month', first_day) as date) as varchar) as month, count(*) as n
from "customers" c
group by cast(date_trunc('month', first_day) as date)
