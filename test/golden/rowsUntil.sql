select count(*) as n
from "transactions"
where day <= date '2026-02-28'
