select
  v.customer_id,
  v.value,
  v.value_tier,
  cast(row_number() over (order by v.value desc, (v.customer_id collate "C")) as bigint) as place,
  count(*) over () as customers
from (
  select s.customer_id, coalesce(cast(s.historic_value as double precision), 0) as value, s.value_tier
  from "scores" s
) v
