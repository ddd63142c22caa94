with valued as (
  select
    cast('0.4' as double) * s.expected_spend * p."retention" as "retention",
    cast('0.4' as double) * s.expected_spend * p."frequency" as "frequency",
    cast('0.4' as double) * s.expected_spend * p."frequency_above" as "frequency_above",
    cast('0.4' as double) * s.expected_spend * p."frequency_below" as "frequency_below",
    cast('0.4' as double) * s.expected_spend * p."discount" as "discount",
    cast('0.4' as double) * s.expected_spend * p."discount_above" as "discount_above",
    cast('0.4' as double) * s.expected_spend * p."discount_below" as "discount_below",
    s."residual_clv" as base,
    s."residual_clv" / cast('0.4' as double) as revenue
  from "customers" c
  join "scores" s on s.customer_id = c.customer_id
  join "mart_sensitivity" p on p.x = c.x and p.t_x = c.t_x and p.t_cal = c.t_cal
),
sums as (
  select
    case
      when max(abs("retention")) < 1e15 then cast(
        sum(case when abs("retention") < 1e15 then cast("retention" as decimal(38,12)) end) as double
      )
      else sum("retention")
    end as "retention",
    case
      when max(abs("frequency")) < 1e15 then cast(
        sum(case when abs("frequency") < 1e15 then cast("frequency" as decimal(38,12)) end) as double
      )
      else sum("frequency")
    end as "frequency",
    case
      when max(abs("frequency_above")) < 1e15 then cast(
        sum(
          case when abs("frequency_above") < 1e15 then cast("frequency_above" as decimal(38,12)) end
        ) as double
      )
      else sum("frequency_above")
    end as "frequency_above",
    case
      when max(abs("frequency_below")) < 1e15 then cast(
        sum(
          case when abs("frequency_below") < 1e15 then cast("frequency_below" as decimal(38,12)) end
        ) as double
      )
      else sum("frequency_below")
    end as "frequency_below",
    case
      when max(abs("discount")) < 1e15 then cast(
        sum(case when abs("discount") < 1e15 then cast("discount" as decimal(38,12)) end) as double
      )
      else sum("discount")
    end as "discount",
    case
      when max(abs("discount_above")) < 1e15 then cast(
        sum(
          case when abs("discount_above") < 1e15 then cast("discount_above" as decimal(38,12)) end
        ) as double
      )
      else sum("discount_above")
    end as "discount_above",
    case
      when max(abs("discount_below")) < 1e15 then cast(
        sum(
          case when abs("discount_below") < 1e15 then cast("discount_below" as decimal(38,12)) end
        ) as double
      )
      else sum("discount_below")
    end as "discount_below",
    case
      when max(abs("base")) < 1e15 then cast(
        sum(case when abs("base") < 1e15 then cast("base" as decimal(38,12)) end) as double
      )
      else sum("base")
    end as "base",
    case
      when max(abs("revenue")) < 1e15 then cast(
        sum(case when abs("revenue") < 1e15 then cast("revenue" as decimal(38,12)) end) as double
      )
      else sum("revenue")
    end as "revenue"
  from valued
),
scenarios as (
  select
    'base' as driver,
    cast(NULL as string) as "change",
    base,
    base as clv,
    cast(NULL as double) as moved,
    cast(NULL as double) as point_elasticity,
    cast(NULL as string) as why
  from sums
  union all
  select
    'retention' as driver,
    cast('+1 point' as string) as "change",
    base,
    retention as clv,
    cast(NULL as double) as moved,
    cast(NULL as double) as point_elasticity,
    cast('nobody_leaves' as string) as why
  from sums
  union all
  select
    'frequency' as driver,
    cast('+10 %' as string) as "change",
    base,
    frequency as clv,
    cast('0.10000000000000009' as double) as moved,
    case
      when "frequency_above" > 0
        and "frequency_below" > 0 then ln("frequency_above" / "frequency_below")
        / cast('0.0006000000180000009' as double)
    end as point_elasticity,
    cast('paid_when_due' as string) as why
  from sums
  union all
  select
    'order value' as driver,
    cast('+10 %' as string) as "change",
    base,
    cast('1.1' as double) * base as clv,
    cast('0.10000000000000009' as double) as moved,
    cast('1' as double) as point_elasticity,
    cast(NULL as string) as why
  from sums
  union all
  select
    'margin' as driver,
    cast('+1 point' as string) as "change",
    base,
    base + cast('0.01' as double) * revenue as clv,
    cast('0.01' as double) * revenue / nullif(base, 0) as moved,
    cast('1' as double) as point_elasticity,
    cast(NULL as string) as why
  from sums
  union all
  select
    'margin' as driver,
    cast('+10 %' as string) as "change",
    base,
    cast('1.1' as double) * base as clv,
    cast('0.10000000000000009' as double) as moved,
    cast('1' as double) as point_elasticity,
    cast(NULL as string) as why
  from sums
  union all
  select
    'discount rate' as driver,
    cast('+1 point' as string) as "change",
    base,
    discount as clv,
    cast('0.09999999999999999' as double) as moved,
    case
      when "discount_above" > 0
        and "discount_below" > 0 then ln("discount_above" / "discount_below")
        / cast('0.0006000000180000009' as double)
    end as point_elasticity,
    cast(NULL as string) as why
  from sums
),
compared as (
  select
    driver,
    "change",
    clv,
    clv - base as difference,
    clv / nullif(base, 0) - 1 as relative,
    moved,
    point_elasticity,
    why
  from scenarios
)
select
  cast('base' as string) as scope,
  driver,
  "change",
  cast(0 as integer) as horizon_days,
  s.clv as "clv",
  (s.clv) * "b"."value_lo95" as "clv_lo95",
  (s.clv) * "b"."value_lo80" as "clv_lo80",
  (s.clv) * "b"."value_hi80" as "clv_hi80",
  (s.clv) * "b"."value_hi95" as "clv_hi95",
  difference,
  case
    when difference < 0 then difference * b."value_hi95" else difference * b."value_lo95"
  end as "difference_lo95",
  case
    when difference < 0 then difference * b."value_hi80" else difference * b."value_lo80"
  end as "difference_lo80",
  case
    when difference < 0 then difference * b."value_lo80" else difference * b."value_hi80"
  end as "difference_hi80",
  case
    when difference < 0 then difference * b."value_lo95" else difference * b."value_hi95"
  end as "difference_hi95",
  relative,
  relative / nullif(moved, 0) as elasticity,
  case when clv is not null then point_elasticity end as point_elasticity,
  case when clv is null then why end as reason
from compared s
left join "mart_sensitivity_bounds" b on b.group_key = 'base' and b.horizon_days = 0
union all
select
  'new_customer' as scope,
  'base' as driver,
  cast(NULL as string) as "change",
  cast(0 as integer) as horizon_days,
  n.expected_value - cast('20' as double) as clv,
  n."expected_value_lo95" - cast('20' as double) as "clv_lo95",
  n."expected_value_lo80" - cast('20' as double) as "clv_lo80",
  n."expected_value_hi80" - cast('20' as double) as "clv_hi80",
  n."expected_value_hi95" - cast('20' as double) as "clv_hi95",
  cast('0' as double) as difference,
  cast(NULL as double) as "difference_lo95",
  cast(NULL as double) as "difference_lo80",
  cast(NULL as double) as "difference_hi80",
  cast(NULL as double) as "difference_hi95",
  case
    when (n.expected_value - cast('20' as double)) > 0 then cast('0' as double)
    / (n.expected_value - cast('20' as double))
  end as relative,
  cast(NULL as double) as elasticity,
  cast(NULL as double) as point_elasticity,
  cast(null as string) as reason
from "clv_new_customers" n
where n.attribute is null and n.horizon_days = 0 and n.expected_value is not null
union all
select
  'new_customer' as scope,
  'CAC' as driver,
  cast('+10 %' as string) as "change",
  cast(0 as integer) as horizon_days,
  n.expected_value - cast('22' as double) as clv,
  n."expected_value_lo95" - cast('22' as double) as "clv_lo95",
  n."expected_value_lo80" - cast('22' as double) as "clv_lo80",
  n."expected_value_hi80" - cast('22' as double) as "clv_hi80",
  n."expected_value_hi95" - cast('22' as double) as "clv_hi95",
  cast('-2.0000000000000018' as double) as difference,
  cast(NULL as double) as "difference_lo95",
  cast(NULL as double) as "difference_lo80",
  cast(NULL as double) as "difference_hi80",
  cast(NULL as double) as "difference_hi95",
  case
    when (n.expected_value - cast('20' as double)) > 0 then cast('-2.0000000000000018' as double)
    / (n.expected_value - cast('20' as double))
  end as relative,
  case
    when (n.expected_value - cast('20' as double)) > 0 then cast('-20' as double)
    / (n.expected_value - cast('20' as double))
  end as elasticity,
  case
    when (n.expected_value - cast('20' as double)) > 0 then cast('-20' as double)
    / (n.expected_value - cast('20' as double))
  end as point_elasticity,
  cast(null as string) as reason
from "clv_new_customers" n
where n.attribute is null and n.horizon_days = 0 and n.expected_value is not null
