with expected as (
  select
    c.value,
    cast(y as double) as y,
    cast(c.value as double) / cast(4e+1 as double) as v,
    greatest((coalesce(c.mean_spend, 40)) / cast(4e+1 as double), cast(1e-3 as double)) as m_0,
    greatest(
      (
        exp(
          cast(2.5e-1 as double)
          + (cast(c.log_spend as double) / cast(1e+9 as double) + cast(6.5e+0 as double))
          / (cast(c.valued_purchases as double) + cast(2e+0 as double))
        )
      )
      / cast(4e+1 as double),
      cast(1e-3 as double)
    ) as m_1
  from "backtest_customers" c
  where y > 0
),
losses as (
  select
    value,
    y,
    v,
    m_0,
    m_1,
    round(least(v / m_0 + y * ln(m_0), cast(1e+5 as double)) * 1e6) / cast(1e+6 as double) as l_0,
    round(least(v / m_1 + y * ln(m_1), cast(1e+5 as double)) * 1e6) / cast(1e+6 as double) as l_1
  from expected
)
select
  count(*) as customers,
  cast(
    coalesce(sum(cast(cast(round((y) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as purchases,
  cast(
    coalesce(sum(cast(cast(round((y * y) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as squared_purchases,
  cast(coalesce(sum(value), 0) as double) as value,
  cast(
    coalesce(sum(cast(cast(round((l_0) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as loss_0,
  cast(
    coalesce(sum(cast(cast(round((y * l_0) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as weighted_0,
  cast(
    coalesce(sum(cast(cast(round((y * m_0) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as expected_0,
  cast(
    coalesce(sum(cast(cast(round((abs(v / y - m_0)) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as error_0,
  cast(
    coalesce(sum(cast(cast(round((l_0 * l_0) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as product_0_0,
  cast(
    coalesce(sum(cast(cast(round((l_1) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as loss_1,
  cast(
    coalesce(sum(cast(cast(round((y * l_1) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as weighted_1,
  cast(
    coalesce(sum(cast(cast(round((y * m_1) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as expected_1,
  cast(
    coalesce(sum(cast(cast(round((abs(v / y - m_1)) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as error_1,
  cast(
    coalesce(sum(cast(cast(round((l_1 * l_0) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as product_1_0,
  cast(
    coalesce(sum(cast(cast(round((l_1 * l_1) * 1e6) as bigint) as decimal(38,0))), 0) as decimal(38,0)
  ) as product_1_1
from losses
