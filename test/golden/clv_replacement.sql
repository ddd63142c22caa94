with "g_0" as (
  select
    r.source,
    r.group_key,
    count(*) as customers,
    coalesce(
      case
        when max(abs(r.p_alive)) < 1e15 then cast(
          sum(case when abs(r.p_alive) < 1e15 then cast(r.p_alive as decimal(38,12)) end) as double precision
        )
        else sum(r.p_alive)
      end,
      0
    ) as expected_alive,
    case
      when max(abs(r.expected_cost)) < 1e15 then cast(
        sum(
          case when abs(r.expected_cost) < 1e15 then cast(r.expected_cost as decimal(38,12)) end
        ) as double precision
      )
      else sum(r.expected_cost)
    end
    / nullif(
      case
        when max(abs(r.uplift_used)) < 1e15 then cast(
          sum(
            case when abs(r.uplift_used) < 1e15 then cast(r.uplift_used as decimal(38,12)) end
          ) as double precision
        )
        else sum(r.uplift_used)
      end,
      0
    ) as cost_to_keep,
    coalesce(
      case
        when max(abs(r.p_alive * (1 - r."staying_1"))) < 1e15 then cast(
          sum(
            case
              when abs(r.p_alive * (1 - r."staying_1")) < 1e15 then cast(
                r.p_alive * (1 - r."staying_1") as decimal(38,12)
              )
            end
          ) as double precision
        )
        else sum(r.p_alive * (1 - r."staying_1"))
      end,
      0
    ) as "losses_0",
    coalesce(
      case
        when max(abs(r."clv_365d" * (1 - r."staying_1"))) < 1e15 then cast(
          sum(
            case
              when abs(r."clv_365d" * (1 - r."staying_1")) < 1e15 then cast(
                r."clv_365d" * (1 - r."staying_1") as decimal(38,12)
              )
            end
          ) as double precision
        )
        else sum(r."clv_365d" * (1 - r."staying_1"))
      end,
      0
    ) as "value_0"
  from (
    select
      cast(null as varchar) as source,
      'all' as group_key,
      s.p_alive,
      s."clv_365d",
      h.*,
      o.expected_cost,
      o.uplift_used
    from "customers" c
    join "scores" s on s.customer_id = c.customer_id
    join "mart_history_keys" h on h.customer_id = c.customer_id
    left join "mart_replacement_offers" o on o.customer_id = c.customer_id
  ) r
  group by r.source, r.group_key
),
"g_1" as (
  select
    r.source,
    r.group_key,
    count(*) as customers,
    coalesce(
      case
        when max(abs(r.p_alive)) < 1e15 then cast(
          sum(case when abs(r.p_alive) < 1e15 then cast(r.p_alive as decimal(38,12)) end) as double precision
        )
        else sum(r.p_alive)
      end,
      0
    ) as expected_alive,
    case
      when max(abs(r.expected_cost)) < 1e15 then cast(
        sum(
          case when abs(r.expected_cost) < 1e15 then cast(r.expected_cost as decimal(38,12)) end
        ) as double precision
      )
      else sum(r.expected_cost)
    end
    / nullif(
      case
        when max(abs(r.uplift_used)) < 1e15 then cast(
          sum(
            case when abs(r.uplift_used) < 1e15 then cast(r.uplift_used as decimal(38,12)) end
          ) as double precision
        )
        else sum(r.uplift_used)
      end,
      0
    ) as cost_to_keep,
    coalesce(
      case
        when max(abs(r.p_alive * (1 - r."staying_1"))) < 1e15 then cast(
          sum(
            case
              when abs(r.p_alive * (1 - r."staying_1")) < 1e15 then cast(
                r.p_alive * (1 - r."staying_1") as decimal(38,12)
              )
            end
          ) as double precision
        )
        else sum(r.p_alive * (1 - r."staying_1"))
      end,
      0
    ) as "losses_0",
    coalesce(
      case
        when max(abs(r."clv_365d" * (1 - r."staying_1"))) < 1e15 then cast(
          sum(
            case
              when abs(r."clv_365d" * (1 - r."staying_1")) < 1e15 then cast(
                r."clv_365d" * (1 - r."staying_1") as decimal(38,12)
              )
            end
          ) as double precision
        )
        else sum(r."clv_365d" * (1 - r."staying_1"))
      end,
      0
    ) as "value_0"
  from (
    select
      c."attr_channel" as source,
      case when c."attr_channel" is null then 'none' else 'is ' || c."attr_channel" end as group_key,
      s.p_alive,
      s."clv_365d",
      h.*,
      o.expected_cost,
      o.uplift_used
    from "customers" c
    join "scores" s on s.customer_id = c.customer_id
    join "mart_history_keys" h on h.customer_id = c.customer_id
    left join "mart_replacement_offers" o on o.customer_id = c.customer_id
  ) r
  group by r.source, r.group_key
)
select
  cast(NULL as varchar) as attribute,
  g.source,
  cast(365 as integer) as horizon_days,
  g.customers,
  g.expected_alive,
  g."losses_0" as expected_losses,
  g."value_0" as "value_of_losses",
  (g."value_0") * "b"."value_lo95" as "value_of_losses_lo95",
  (g."value_0") * "b"."value_lo80" as "value_of_losses_lo80",
  (g."value_0") * "b"."value_hi80" as "value_of_losses_hi80",
  (g."value_0") * "b"."value_hi95" as "value_of_losses_hi95",
  n.expected_value as new_customer_value,
  g."losses_0" as new_customers_by_number,
  g."value_0" / case when n.expected_value > 0 then n.expected_value end as new_customers_by_value,
  cast('20' as double precision) as cac,
  g."losses_0" * cast('20' as double precision) as cost_by_number,
  (g."value_0" / case when n.expected_value > 0 then n.expected_value end)
  * cast('20' as double precision) as cost_by_value,
  (g."value_0" / case when n.expected_value > 0 then n.expected_value end)
  * cast('20' as double precision)
  / nullif(g."losses_0", 0) as replacement_cost,
  g.cost_to_keep,
  cast(
    case
      when g.cost_to_keep < (g."value_0" / case when n.expected_value > 0 then n.expected_value end)
      * cast('20' as double precision)
      / nullif(g."losses_0", 0) then 'keep'
      when g.cost_to_keep >= (g."value_0" / case when n.expected_value > 0 then n.expected_value end)
      * cast('20' as double precision)
      / nullif(g."losses_0", 0) then 'replace'
    end as varchar
  ) as verdict
from "g_0" g
left join "mart_equity_bounds_0" b on b.group_key = g.group_key and b.horizon_days = 365
left join "mart_replacement_newcomers" n on n.attribute is null
  and coalesce(n.source, '') = coalesce(g.source, '')
  and (n.source is null) = (g.source is null)
union all
select
  cast('channel' as varchar) as attribute,
  g.source,
  cast(365 as integer) as horizon_days,
  g.customers,
  g.expected_alive,
  g."losses_0" as expected_losses,
  g."value_0" as "value_of_losses",
  (g."value_0") * "b"."value_lo95" as "value_of_losses_lo95",
  (g."value_0") * "b"."value_lo80" as "value_of_losses_lo80",
  (g."value_0") * "b"."value_hi80" as "value_of_losses_hi80",
  (g."value_0") * "b"."value_hi95" as "value_of_losses_hi95",
  n.expected_value as new_customer_value,
  g."losses_0" as new_customers_by_number,
  g."value_0" / case when n.expected_value > 0 then n.expected_value end as new_customers_by_value,
  cast('20' as double precision) as cac,
  g."losses_0" * cast('20' as double precision) as cost_by_number,
  (g."value_0" / case when n.expected_value > 0 then n.expected_value end)
  * cast('20' as double precision) as cost_by_value,
  (g."value_0" / case when n.expected_value > 0 then n.expected_value end)
  * cast('20' as double precision)
  / nullif(g."losses_0", 0) as replacement_cost,
  g.cost_to_keep,
  cast(
    case
      when g.cost_to_keep < (g."value_0" / case when n.expected_value > 0 then n.expected_value end)
      * cast('20' as double precision)
      / nullif(g."losses_0", 0) then 'keep'
      when g.cost_to_keep >= (g."value_0" / case when n.expected_value > 0 then n.expected_value end)
      * cast('20' as double precision)
      / nullif(g."losses_0", 0) then 'replace'
    end as varchar
  ) as verdict
from "g_1" g
left join "mart_equity_bounds_1" b on b.group_key = g.group_key and b.horizon_days = 365
left join "mart_replacement_newcomers" n on n.attribute = 'channel'
  and coalesce(n.source, '') = coalesce(g.source, '')
  and (n.source is null) = (g.source is null)
