select
  a.*,
  case when not a.chosen then a.reason end as why_not,
  t.chosen_customers,
  t.chosen_cost,
  t.chosen_gain,
  cast(NULL as double) as budget,
  cast('0' as double) as contact_cost
from "clv_actions" a
cross join (
  select count(*) as chosen_customers, sum(expected_cost) as chosen_cost, sum(expected_gain) as chosen_gain
  from "clv_actions"
  where chosen
) t
where 1 = 1 and candidate
order by
  case when chosen then 0 else 1 end,
  case when candidate then 0 else 1 end,
  expected_gain desc nulls last,
  customer_id
limit 20
