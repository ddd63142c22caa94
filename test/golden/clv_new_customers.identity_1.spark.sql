select cast(found as double) as found, cast(expected as double) as expected
from (
  select a.n as found, b.n as expected
  from (
    select attribute, sum(customers) as n
    from "clv_new_customers"
    where attribute is not null and horizon_days = 365
    group by attribute
  ) a
  cross join (select customers as n from "clv_new_customers" where attribute is null and horizon_days = 365) b
) i
