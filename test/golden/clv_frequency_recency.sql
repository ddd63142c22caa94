select
  case
    g.purchases_class when 1 then 1 when 2 then 2 when 3 then 3 when 4 then 5 when 5 then 10
  end as purchases_from,
  case
    g.purchases_class
    when 1 then 1
    when 2 then 2
    when 3 then 4
    when 4 then 9
    when 5 then cast(null as integer)
  end as purchases_to,
  case
    g.recency_class when 1 then 0 when 2 then 31 when 3 then 91 when 4 then 181 when 5 then 366
  end as recency_days_from,
  case
    g.recency_class
    when 1 then 30
    when 2 then 90
    when 3 then 180
    when 4 then 365
    when 5 then cast(null as integer)
  end as recency_days_to,
  g.customers,
  g.p_alive / g.customers as mean_p_alive,
  g.value / g.customers as "mean_value",
  (g.value / g.customers) * "b"."value_lo95" as "mean_value_lo95",
  (g.value / g.customers) * "b"."value_lo80" as "mean_value_lo80",
  (g.value / g.customers) * "b"."value_hi80" as "mean_value_hi80",
  (g.value / g.customers) * "b"."value_hi95" as "mean_value_hi95"
from (
  select
    purchases_class,
    recency_class,
    count(*) as customers,
    case
      when max(abs(p_alive)) < 1e15 then cast(
        sum(case when abs(p_alive) < 1e15 then cast(p_alive as decimal(38,12)) end) as double precision
      )
      else sum(p_alive)
    end as p_alive,
    case
      when max(abs(value)) < 1e15 then cast(
        sum(case when abs(value) < 1e15 then cast(value as decimal(38,12)) end) as double precision
      )
      else sum(value)
    end as value
  from (
    select
      s.customer_id,
      case
        when c.x + 1 < 2 then 1
        when c.x + 1 < 3 then 2
        when c.x + 1 < 5 then 3
        when c.x + 1 < 10 then 4
        else 5
      end as purchases_class,
      case
        when cast(date '2024-12-31' - c.last_day as integer) < 31 then 1
        when cast(date '2024-12-31' - c.last_day as integer) < 91 then 2
        when cast(date '2024-12-31' - c.last_day as integer) < 181 then 3
        when cast(date '2024-12-31' - c.last_day as integer) < 366 then 4
        else 5
      end as recency_class,
      s.p_alive,
      s.clv_365d as value
    from "customers" c
    join "scores" s on s.customer_id = c.customer_id
  ) k
  group by purchases_class, recency_class
) g
left join "mart_cell_bounds" b on b.group_key = cast(10 * g.purchases_class + g.recency_class as varchar)
  and b.horizon_days = 365
