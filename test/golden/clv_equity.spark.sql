select
  cast(NULL as string) as attribute,
  g.source,
  cast('for_ever' as string) as measure,
  cast(0 as integer) as horizon_days,
  g.customers,
  g.expected_alive,
  g.historic_value,
  g.historic_margin,
  g.equity as "equity",
  (g.equity) * "b"."value_lo95" as "equity_lo95",
  (g.equity) * "b"."value_lo80" as "equity_lo80",
  (g.equity) * "b"."value_hi80" as "equity_hi80",
  (g.equity) * "b"."value_hi95" as "equity_hi95"
from (
  select
    r.source,
    r.group_key,
    count(*) as customers,
    coalesce(
      case
        when max(abs(r.p_alive)) < 1e15 then cast(
          sum(case when abs(r.p_alive) < 1e15 then cast(r.p_alive as decimal(38,12)) end) as double
        )
        else sum(r.p_alive)
      end,
      0
    ) as expected_alive,
    cast(coalesce(sum(r.spent), 0) as double) as historic_value,
    coalesce(
      case
        when max(abs(r.margin)) < 1e15 then cast(
          sum(case when abs(r.margin) < 1e15 then cast(r.margin as decimal(38,12)) end) as double
        )
        else sum(r.margin)
      end,
      0
    ) as historic_margin,
    coalesce(
      case
        when max(abs(r.worth)) < 1e15 then cast(
          sum(case when abs(r.worth) < 1e15 then cast(r.worth as decimal(38,12)) end) as double
        )
        else sum(r.worth)
      end,
      0
    ) as equity
  from (
    select
      cast(null as string) as source,
      'all' as group_key,
      s.p_alive,
      c.total_spend as spent,
      cast('0.4' as double) * cast(c.total_spend as double) as margin,
      s."residual_clv" as worth
    from "customers" c
    join "scores" s on s.customer_id = c.customer_id
  ) r
  group by r.source, r.group_key
) g
left join "mart_equity_bounds_0" b on b.group_key = g.group_key and b.horizon_days = 0
union all
select
  cast('channel' as string) as attribute,
  g.source,
  cast('for_ever' as string) as measure,
  cast(0 as integer) as horizon_days,
  g.customers,
  g.expected_alive,
  g.historic_value,
  g.historic_margin,
  g.equity as "equity",
  (g.equity) * "b"."value_lo95" as "equity_lo95",
  (g.equity) * "b"."value_lo80" as "equity_lo80",
  (g.equity) * "b"."value_hi80" as "equity_hi80",
  (g.equity) * "b"."value_hi95" as "equity_hi95"
from (
  select
    r.source,
    r.group_key,
    count(*) as customers,
    coalesce(
      case
        when max(abs(r.p_alive)) < 1e15 then cast(
          sum(case when abs(r.p_alive) < 1e15 then cast(r.p_alive as decimal(38,12)) end) as double
        )
        else sum(r.p_alive)
      end,
      0
    ) as expected_alive,
    cast(coalesce(sum(r.spent), 0) as double) as historic_value,
    coalesce(
      case
        when max(abs(r.margin)) < 1e15 then cast(
          sum(case when abs(r.margin) < 1e15 then cast(r.margin as decimal(38,12)) end) as double
        )
        else sum(r.margin)
      end,
      0
    ) as historic_margin,
    coalesce(
      case
        when max(abs(r.worth)) < 1e15 then cast(
          sum(case when abs(r.worth) < 1e15 then cast(r.worth as decimal(38,12)) end) as double
        )
        else sum(r.worth)
      end,
      0
    ) as equity
  from (
    select
      c."attr_channel" as source,
      case when c."attr_channel" is null then 'none' else 'is ' || c."attr_channel" end as group_key,
      s.p_alive,
      c.total_spend as spent,
      cast('0.4' as double) * cast(c.total_spend as double) as margin,
      s."residual_clv" as worth
    from "customers" c
    join "scores" s on s.customer_id = c.customer_id
  ) r
  group by r.source, r.group_key
) g
left join "mart_equity_bounds_1" b on b.group_key = g.group_key and b.horizon_days = 0
