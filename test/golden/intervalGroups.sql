select covariate_group, count(*) as n
from "customers" c
group by covariate_group
order by covariate_group
