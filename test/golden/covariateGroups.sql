select
  cast(
    row_number() over (order by "attr_channel" nulls first, "attr_country" nulls first) - 1 as integer
  ) as covariate_group,
  "attr_channel",
  "attr_country",
  n
from (
  select "attr_channel", "attr_country", count(*) as n
  from "customers"
  group by "attr_channel", "attr_country"
) g
order by covariate_group
