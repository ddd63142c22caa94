with base as (
  with b as (
    select
      s.customer_id,
      c.x,
      s.p_alive as p_model,
      s.clv_365d as clv,
      coalesce(s.residual_clv, s.clv_365d) as expected_value,
      s.expected_spend,
      l.lifecycle,
      l.value_tier,
      l.recency_days,
      l.expected_gap_days,
      l.gaps_overdue,
      case
        when cast(l.gaps_overdue as decimal(38,12)) > cast('3' as decimal(38,12)) then 2
        when cast(l.gaps_overdue as decimal(38,12)) > cast('1.5' as decimal(38,12)) then 1
        else 0
      end as late,
      cast('0.4' as double precision) as margin_rate,
      case
        when l.lifecycle = 'at_risk' then cast('0.05' as double precision)
        when l.lifecycle = 'lost' then cast('0' as double precision)
        else cast('0.02' as double precision)
      end as uplift,
      coalesce(s.expected_spend, 0) * cast('0.1' as double precision) as incentive,
      cast(NULL as double precision) as replacement_cost,
      n.days_10,
      n.days_25,
      n.days_50,
      n.days_75,
      n.days_90,
      p.p_alive as previous_p_alive,
      p.clv as previous_clv,
      case when e.customer_id is null then 0 else 1 end as excluded
    from "scores" s
    join "customers" c on c.customer_id = s.customer_id
    join "clv_customer_segments" l on l.customer_id = s.customer_id
    left join "mart_next_orders" n on n.customer_id = s.customer_id
    left join "mart_previous_scores" p on p.customer_id = s.customer_id
    left join "mart_excluded" e on e.customer_id = s.customer_id
  ),
  rhythm as (
    select
      late,
      case
        when max(abs(p_model)) < 1e15 then cast(
          sum(case when abs(p_model) < 1e15 then cast(p_model as decimal(38,12)) end) as double precision
        )
        else sum(p_model)
      end
      / count(*) as p_alive
    from b
    where x > 0
    group by late
  )
  select
    b.*,
    case when b.x = 0 and b.p_model >= 1 then coalesce(r.p_alive, b.p_model) else b.p_model end as p_alive
  from b
  left join rhythm r on r.late = b.late
),
v as (
  select
    b.*,
    b.recency_days - b.expected_gap_days as overdue_days,
    coalesce(cast(b.gaps_overdue as decimal(38,12)) > cast('1' as decimal(38,12)), 1 = 0) as overdue,
    case when b.p_model > 0 then b.expected_value / b.p_model end as value_if_alive,
    case when b.uplift < 1 - b.p_alive then b.uplift else 1 - b.p_alive end as uplift_used
  from base b
),
k as (
  select
    v.*,
    v.value_if_alive * (1 - v.p_alive) as value_at_stake,
    case
      when v.replacement_cost < v.value_if_alive then v.replacement_cost else v.value_if_alive
    end as kept_value,
    cast('0' as double precision) + (v.p_alive + v.uplift_used) * v.incentive as expected_cost,
    cast('0' as double precision) + v.incentive as cost_if_all_redeem
  from v
),
m as (
  select
    k.*,
    case
      when k.uplift > 0
        and k.p_alive + k.uplift_used > 0
        and k.uplift_used
        * k.kept_value > cast('0' as double precision) then (
          k.uplift_used * k.kept_value - cast('0' as double precision)
        )
        / (k.p_alive + k.uplift_used)
      else 0
    end as max_incentive,
    k.uplift_used * k.kept_value - k.expected_cost as expected_gain
  from k
),
w as (
  select
    m.*,
    m.max_incentive / nullif(1 - m.margin_rate, 0) as max_gift_at_retail,
    coalesce(
      m.excluded = 0 and m.overdue and m.uplift > 0 and cast(m.expected_gain as decimal(38,12)) > 0, 1 = 0
    ) as candidate
  from m
),
o as (
  select
    w.*,
    case
      when w.candidate then cast(w.expected_gain / nullif(w.expected_cost, 0) as decimal(38,12))
    end as ratio
  from w
),
g as (
  select
    o.*,
    row_number() over (
      partition by o.candidate order by case when o.expected_cost > 0 then 1 else 0 end,
      o.ratio desc,
      (o.customer_id collate "C")
    ) as place,
    sum(cast(o.expected_cost as decimal(38,12))) over (
      partition by o.candidate order by case when o.expected_cost > 0 then 1 else 0 end,
      o.ratio desc,
      (o.customer_id collate "C") rows unbounded preceding
    ) as cumulative
  from o
),
f as (select g.*, g.candidate as chosen from g)
select
  g.customer_id,
  cast(date '2024-12-31' + cast(g.days_50 as integer) as date) as next_order,
  cast(date '2024-12-31' + cast(g.days_25 as integer) as date) as next_order_lo50,
  cast(date '2024-12-31' + cast(g.days_75 as integer) as date) as next_order_hi50,
  cast(date '2024-12-31' + cast(g.days_10 as integer) as date) as next_order_lo80,
  cast(date '2024-12-31' + cast(g.days_90 as integer) as date) as next_order_hi80,
  g.lifecycle,
  g.value_tier,
  g.overdue_days,
  g.gaps_overdue,
  g.overdue,
  g.p_alive,
  g.previous_p_alive,
  g.p_model - g.previous_p_alive as p_alive_change,
  g.previous_clv,
  g.clv - g.previous_clv as clv_change,
  g.expected_value,
  g.value_if_alive,
  g.value_at_stake,
  g.kept_value,
  g.uplift_used,
  cast('assumed' as varchar) as uplift_from,
  g.incentive,
  g.max_incentive,
  g.max_gift_at_retail,
  g.expected_cost,
  g.cost_if_all_redeem,
  g.expected_gain,
  g.candidate,
  case when g.candidate then g.expected_gain / nullif(g.expected_cost, 0) end as gain_per_cost,
  case when g.candidate then cast(g.place as bigint) end as rank,
  case when g.candidate then cast(g.cumulative as double precision) end as cumulative_cost,
  g.chosen,
  case
    when g.excluded = 1 then 'leave'
    when g.kept_value is null or g.kept_value <= 0 then 'leave'
    when not g.overdue then 'wait'
    when g.uplift <= 0 then 'leave'
    when not g.candidate then 'leave'
    when g.chosen then 'contact'
    else 'leave'
  end as action,
  case
    when g.excluded = 1 then 'excluded'
    when g.kept_value is null or g.kept_value <= 0 then 'no_value'
    when not g.overdue then 'not_overdue'
    when g.uplift <= 0 then 'no_uplift'
    when not g.candidate then 'costs_more'
    when g.chosen then 'chosen'
    else 'over_budget'
  end as reason,
  case
    when g.excluded = 1 then 'is on the list of customers who are not to be contacted'
    when g.kept_value is null or g.kept_value <= 0 then 'nothing is expected of it'
    when not g.overdue then 'is not later than its own rhythm'
    when g.uplift <= 0 then 'actions.uplift takes it that an offer brings nobody of its kind back'
    when not g.candidate then 'an offer costs more than it is expected to bring'
    when g.chosen then 'late, and worth more than an offer costs'
    else 'worth an offer, but the budget is used by better ones'
  end as reason_text
from f g
