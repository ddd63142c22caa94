select count(*) as n
from "customers"
where first_day > date '2026-02-28' and first_day <= date '2026-03-31'
