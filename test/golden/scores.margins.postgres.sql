with valued as (
  select customer_id, "clv_365d" as value
  from (
    select
      customer_id,
      date '2024-12-31' as as_of,
      x,
      (last_day - first_day) as t_x_days,
      (date '2024-12-31' - first_day) as t_cal_days,
      first_day,
      last_day,
      historic_value,
      p_alive,
      1 - p_alive as churn_probability,
      "expected_purchases_90d",
      "expected_purchases_365d",
      expected_spend,
      "own_margin_rate" * expected_spend * "discounted_purchases_90d" as "clv_90d",
      "own_margin_rate" * expected_spend * "discounted_purchases_365d" as "clv_365d",
      cast("purchases_90d_lo95" as integer) as "purchases_90d_lo95",
      cast("purchases_90d_lo80" as integer) as "purchases_90d_lo80",
      cast("purchases_90d_hi80" as integer) as "purchases_90d_hi80",
      cast("purchases_90d_hi95" as integer) as "purchases_90d_hi95",
      cast("purchases_365d_lo95" as integer) as "purchases_365d_lo95",
      cast("purchases_365d_lo80" as integer) as "purchases_365d_lo80",
      cast("purchases_365d_hi80" as integer) as "purchases_365d_hi80",
      cast("purchases_365d_hi95" as integer) as "purchases_365d_hi95",
      "own_margin_rate" * expected_spend * "value_90d_lo95" as "clv_90d_lo95",
      "own_margin_rate" * expected_spend * "value_90d_lo80" as "clv_90d_lo80",
      "own_margin_rate" * expected_spend * "value_90d_hi80" as "clv_90d_hi80",
      "own_margin_rate" * expected_spend * "value_90d_hi95" as "clv_90d_hi95",
      "own_margin_rate" * expected_spend * "value_365d_lo95" as "clv_365d_lo95",
      "own_margin_rate" * expected_spend * "value_365d_lo80" as "clv_365d_lo80",
      "own_margin_rate" * expected_spend * "value_365d_hi80" as "clv_365d_hi80",
      "own_margin_rate" * expected_spend * "value_365d_hi95" as "clv_365d_hi95",
      "own_margin_rate" * expected_spend * "discounted_purchases" as residual_clv,
      "own_margin_rate",
      "channel"
    from (
      select
        c.customer_id,
        c.x,
        c.first_day,
        c.last_day,
        c.total_spend as historic_value,
        p."p_alive",
        p."expected_purchases_90d",
        p."expected_purchases_365d",
        p."discounted_purchases_90d",
        p."discounted_purchases_365d",
        p."discounted_purchases",
        p."purchases_90d_lo95",
        p."purchases_90d_lo80",
        p."purchases_90d_hi80",
        p."purchases_90d_hi95",
        p."purchases_365d_lo95",
        p."purchases_365d_lo80",
        p."purchases_365d_hi80",
        p."purchases_365d_hi95",
        p."value_90d_lo95",
        p."value_90d_lo80",
        p."value_90d_hi80",
        p."value_90d_hi95",
        p."value_365d_lo95",
        p."value_365d_lo80",
        p."value_365d_hi80",
        p."value_365d_hi95",
        (
          (1 - p.spend_weight) * p.spend_prior + p.spend_weight * greatest(coalesce(c.mean_spend, 0), 0)
        ) as expected_spend,
        case
          when c."attr_channel" = 'web' then cast('0.3' as double precision)
          when c."attr_channel" = 'o''app' then cast('0.4' as double precision)
          else cast('0.35' as double precision)
        end as "own_margin_rate",
        c."attr_channel" as "channel"
      from "customers" c
      join "predictions" p on p.x = c.x and p.t_x = c.t_x and p.t_cal = c.t_cal offset 0
    ) v
  ) v
),
bucketed as (
  select
    customer_id,
    value,
    case
      when value is null then -2000000000
      when value > 1e300 then 2000000000
      when value >= 0 then cast(floor(1e4 * sqrt(sqrt(sqrt(sqrt(sqrt(sqrt(value))))))) as integer)
      when value < -1e300 then -1999999999
      else -1 - cast(floor(1e4 * sqrt(sqrt(sqrt(sqrt(sqrt(sqrt(-value))))))) as integer)
    end as bucket
  from valued
),
buckets as (select bucket, count(*) as n from bucketed group by bucket),
above as (
  select
    bucket,
    coalesce(
      sum(n) over (order by bucket desc rows between unbounded preceding and 1 preceding), 0
    ) as customers
  from buckets
),
value_ranks as (
  select
    b.customer_id,
    cast(
      a.customers + rank() over (partition by b.bucket order by b.value desc nulls last) as bigint
    ) as value_rank
  from bucketed b
  join above a on a.bucket = b.bucket
)
select
  s.customer_id,
  as_of,
  x,
  t_x_days,
  t_cal_days,
  first_day,
  last_day,
  historic_value,
  p_alive,
  churn_probability,
  "expected_purchases_90d",
  "expected_purchases_365d",
  expected_spend,
  "clv_90d",
  "clv_365d",
  "purchases_90d_lo95",
  "purchases_90d_lo80",
  "purchases_90d_hi80",
  "purchases_90d_hi95",
  "purchases_365d_lo95",
  "purchases_365d_lo80",
  "purchases_365d_hi80",
  "purchases_365d_hi95",
  "clv_90d_lo95",
  "clv_90d_lo80",
  "clv_90d_hi80",
  "clv_90d_hi95",
  "clv_365d_lo95",
  "clv_365d_lo80",
  "clv_365d_hi80",
  "clv_365d_hi95",
  residual_clv,
  "own_margin_rate"
  * cast(historic_value as double precision)
  + coalesce(residual_clv, "clv_365d") as total_value,
  value_rank,
  case
    when "clv_365d" > 0 and value_rank <= 0.1 * 10 then 'top'
    when "clv_365d" > 0 and value_rank <= 0.5 * 10 then 'high'
    else 'rest'
  end as value_tier,
  "channel",
  'm1' as model_version,
  'r1' as run_id
from (
  select
    customer_id,
    date '2024-12-31' as as_of,
    x,
    (last_day - first_day) as t_x_days,
    (date '2024-12-31' - first_day) as t_cal_days,
    first_day,
    last_day,
    historic_value,
    p_alive,
    1 - p_alive as churn_probability,
    "expected_purchases_90d",
    "expected_purchases_365d",
    expected_spend,
    "own_margin_rate" * expected_spend * "discounted_purchases_90d" as "clv_90d",
    "own_margin_rate" * expected_spend * "discounted_purchases_365d" as "clv_365d",
    cast("purchases_90d_lo95" as integer) as "purchases_90d_lo95",
    cast("purchases_90d_lo80" as integer) as "purchases_90d_lo80",
    cast("purchases_90d_hi80" as integer) as "purchases_90d_hi80",
    cast("purchases_90d_hi95" as integer) as "purchases_90d_hi95",
    cast("purchases_365d_lo95" as integer) as "purchases_365d_lo95",
    cast("purchases_365d_lo80" as integer) as "purchases_365d_lo80",
    cast("purchases_365d_hi80" as integer) as "purchases_365d_hi80",
    cast("purchases_365d_hi95" as integer) as "purchases_365d_hi95",
    "own_margin_rate" * expected_spend * "value_90d_lo95" as "clv_90d_lo95",
    "own_margin_rate" * expected_spend * "value_90d_lo80" as "clv_90d_lo80",
    "own_margin_rate" * expected_spend * "value_90d_hi80" as "clv_90d_hi80",
    "own_margin_rate" * expected_spend * "value_90d_hi95" as "clv_90d_hi95",
    "own_margin_rate" * expected_spend * "value_365d_lo95" as "clv_365d_lo95",
    "own_margin_rate" * expected_spend * "value_365d_lo80" as "clv_365d_lo80",
    "own_margin_rate" * expected_spend * "value_365d_hi80" as "clv_365d_hi80",
    "own_margin_rate" * expected_spend * "value_365d_hi95" as "clv_365d_hi95",
    "own_margin_rate" * expected_spend * "discounted_purchases" as residual_clv,
    "own_margin_rate",
    "channel"
  from (
    select
      c.customer_id,
      c.x,
      c.first_day,
      c.last_day,
      c.total_spend as historic_value,
      p."p_alive",
      p."expected_purchases_90d",
      p."expected_purchases_365d",
      p."discounted_purchases_90d",
      p."discounted_purchases_365d",
      p."discounted_purchases",
      p."purchases_90d_lo95",
      p."purchases_90d_lo80",
      p."purchases_90d_hi80",
      p."purchases_90d_hi95",
      p."purchases_365d_lo95",
      p."purchases_365d_lo80",
      p."purchases_365d_hi80",
      p."purchases_365d_hi95",
      p."value_90d_lo95",
      p."value_90d_lo80",
      p."value_90d_hi80",
      p."value_90d_hi95",
      p."value_365d_lo95",
      p."value_365d_lo80",
      p."value_365d_hi80",
      p."value_365d_hi95",
      (
        (1 - p.spend_weight) * p.spend_prior + p.spend_weight * greatest(coalesce(c.mean_spend, 0), 0)
      ) as expected_spend,
      case
        when c."attr_channel" = 'web' then cast('0.3' as double precision)
        when c."attr_channel" = 'o''app' then cast('0.4' as double precision)
        else cast('0.35' as double precision)
      end as "own_margin_rate",
      c."attr_channel" as "channel"
    from "customers" c
    join "predictions" p on p.x = c.x and p.t_x = c.t_x and p.t_cal = c.t_cal offset 0
  ) v
) s
join value_ranks r on r.customer_id = s.customer_id
order by s.customer_id
