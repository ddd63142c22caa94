select first_day as day, count(*) as n
from "customers" c
group by first_day
order by first_day
