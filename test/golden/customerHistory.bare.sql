select
  n.customer_id as customer_id,
  n.as_of as as_of,
  n.x as x,
  n.p_alive as p_alive,
  n.expected_purchases as expected_purchases,
  n.horizon_days as horizon_days,
  n.value_tier as value_tier,
  b.as_of as previous_as_of,
  b.value_tier as previous_tier,
  n.p_alive - b.p_alive as p_alive_change,
  n.model_version as model_version,
  n.run_id as run_id
from (
  select
    customer_id,
    as_of,
    x,
    p_alive,
    value_tier,
    model_version,
    run_id,
    case
      when expected_purchases_365d is not null then expected_purchases_365d
      when expected_purchases_90d is not null then expected_purchases_90d
    end as expected_purchases,
    case
      when expected_purchases_365d is not null then 365 when expected_purchases_90d is not null then 90
    end as horizon_days
  from "bare_scores"
) n
join (
  select as_of, lag(as_of) over (order by as_of) as previous_as_of
  from (select distinct as_of from "bare_scores") d
) d on n.as_of = d.as_of
left join (
  select
    customer_id,
    as_of,
    x,
    p_alive,
    value_tier,
    model_version,
    run_id,
    case
      when expected_purchases_365d is not null then expected_purchases_365d
      when expected_purchases_90d is not null then expected_purchases_90d
    end as expected_purchases,
    case
      when expected_purchases_365d is not null then 365 when expected_purchases_90d is not null then 90
    end as horizon_days
  from "bare_scores"
) b on b.as_of = d.previous_as_of
  and b.customer_id = n.customer_id
