select cast(found as double) as found, cast(expected as double) as expected
from (
  select
    (select sum(customers) from "clv_cohorts" c where attribute is null and age_months = 0) as found,
    (select count(*) from "customers" c) as expected
) i
