select
  a.*,
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
order by case when rank is null then 1 else 0 end, rank, customer_id
limit 20
