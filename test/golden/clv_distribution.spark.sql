select
  'historic_value' as value,
  'decile' as kind,
  g.bin,
  cast(g.bin as string) as label,
  g.customers,
  g.value_from,
  g.value_to,
  g.value_sum,
  cast(NULL as double) as "value_sum_lo95",
  cast(NULL as double) as "value_sum_lo80",
  cast(NULL as double) as "value_sum_hi80",
  cast(NULL as double) as "value_sum_hi95",
  g.value_sum / nullif(sum(g.value_sum) over (), 0) as share,
  cast(sum(g.customers) over (order by g.bin) as double) / sum(g.customers) over () as cumulative_customers,
  sum(g.value_sum) over (order by g.bin) / nullif(sum(g.value_sum) over (), 0) as cumulative_share
from (
  select
    cast(floor(cast((r.place - 1) * 10 as double) / r.customers) as integer) + 1 as bin,
    count(*) as customers,
    min(r.value) as value_from,
    max(r.value) as value_to,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum
  from "mart_ranked_1" r
  group by cast(floor(cast((r.place - 1) * 10 as double) / r.customers) as integer) + 1
) g
union all
select
  'historic_value' as value,
  'tier' as kind,
  g.bin,
  case g.bin when 1 then 'top' when 2 then 'low' end as label,
  g.customers,
  g.value_from,
  g.value_to,
  g.value_sum,
  cast(NULL as double) as "value_sum_lo95",
  cast(NULL as double) as "value_sum_lo80",
  cast(NULL as double) as "value_sum_hi80",
  cast(NULL as double) as "value_sum_hi95",
  g.value_sum / nullif(sum(g.value_sum) over (), 0) as share,
  cast(sum(g.customers) over (order by g.bin) as double) / sum(g.customers) over () as cumulative_customers,
  sum(g.value_sum) over (order by g.bin) / nullif(sum(g.value_sum) over (), 0) as cumulative_share
from (
  select
    case r.value_tier when 'top' then 1 when 'low' then 2 end as bin,
    count(*) as customers,
    min(r.value) as value_from,
    max(r.value) as value_to,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum
  from "mart_ranked_1" r
  group by case r.value_tier when 'top' then 1 when 'low' then 2 end
) g
union all
select
  'historic_value' as value,
  'quantile' as kind,
  g.bin,
  concat(cast(g.bin as string), ' %') as label,
  g.customers,
  g.value_from,
  g.value_to,
  g.value_sum,
  cast(NULL as double) as "value_sum_lo95",
  cast(NULL as double) as "value_sum_lo80",
  cast(NULL as double) as "value_sum_hi80",
  cast(NULL as double) as "value_sum_hi95",
  g.value_sum / nullif(sum(g.value_sum) over (), 0) as share,
  cast(sum(g.customers) over (order by g.bin) as double) / sum(g.customers) over () as cumulative_customers,
  sum(g.value_sum) over (order by g.bin) / nullif(sum(g.value_sum) over (), 0) as cumulative_share
from (
  select
    case
      when (r.customers - r.place + 1) * 100 <= 1 * r.customers then 1
      when (r.customers - r.place + 1) * 100 <= 5 * r.customers then 5
      when (r.customers - r.place + 1) * 100 <= 10 * r.customers then 10
      when (r.customers - r.place + 1) * 100 <= 25 * r.customers then 25
      when (r.customers - r.place + 1) * 100 <= 50 * r.customers then 50
      when (r.customers - r.place + 1) * 100 <= 75 * r.customers then 75
      when (r.customers - r.place + 1) * 100 <= 90 * r.customers then 90
      when (r.customers - r.place + 1) * 100 <= 95 * r.customers then 95
      when (r.customers - r.place + 1) * 100 <= 99 * r.customers then 99
      else 100
    end as bin,
    count(*) as customers,
    min(r.value) as value_from,
    max(r.value) as value_to,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum
  from "mart_ranked_1" r
  group by case
    when (r.customers - r.place + 1) * 100 <= 1 * r.customers then 1
    when (r.customers - r.place + 1) * 100 <= 5 * r.customers then 5
    when (r.customers - r.place + 1) * 100 <= 10 * r.customers then 10
    when (r.customers - r.place + 1) * 100 <= 25 * r.customers then 25
    when (r.customers - r.place + 1) * 100 <= 50 * r.customers then 50
    when (r.customers - r.place + 1) * 100 <= 75 * r.customers then 75
    when (r.customers - r.place + 1) * 100 <= 90 * r.customers then 90
    when (r.customers - r.place + 1) * 100 <= 95 * r.customers then 95
    when (r.customers - r.place + 1) * 100 <= 99 * r.customers then 99
    else 100
  end
) g
union all
select
  'historic_value' as value,
  'histogram' as kind,
  g.bin,
  case
    g.bin
    when 1 then 'below 0'
    when 2 then '0'
    when 3 then 'below 0.01'
    when 4 then '0.01 to 0.02'
    when 5 then '0.02 to 0.05'
    when 6 then '0.05 to 0.1'
    when 7 then '0.1 to 0.2'
    when 8 then '0.2 to 0.5'
    when 9 then '0.5 to 1'
    when 10 then '1 to 2'
    when 11 then '2 to 5'
    when 12 then '5 to 10'
    when 13 then '10 to 20'
    when 14 then '20 to 50'
    when 15 then '50 to 100'
    when 16 then '100 to 200'
    when 17 then '200 to 500'
    when 18 then '500 to 1000'
    when 19 then '1000 to 2000'
    when 20 then '2000 to 5000'
    when 21 then '5000 to 10000'
    when 22 then '10000 to 20000'
    when 23 then '20000 to 50000'
    when 24 then '50000 to 100000'
    when 25 then '100000 to 200000'
    when 26 then '200000 to 500000'
    when 27 then '500000 to 1000000'
    when 28 then '1000000 to 2000000'
    when 29 then '2000000 to 5000000'
    when 30 then '5000000 to 10000000'
    when 31 then '10000000 to 20000000'
    when 32 then '20000000 to 50000000'
    when 33 then '50000000 to 100000000'
    when 34 then '100000000 to 200000000'
    when 35 then '200000000 to 500000000'
    when 36 then '500000000 to 1000000000'
    when 37 then '1000000000 to 2000000000'
    when 38 then '2000000000 to 5000000000'
    when 39 then '5000000000 and more'
  end as label,
  g.customers,
  g.value_from,
  g.value_to,
  g.value_sum,
  cast(NULL as double) as "value_sum_lo95",
  cast(NULL as double) as "value_sum_lo80",
  cast(NULL as double) as "value_sum_hi80",
  cast(NULL as double) as "value_sum_hi95",
  g.value_sum / nullif(sum(g.value_sum) over (), 0) as share,
  cast(sum(g.customers) over (order by g.bin) as double) / sum(g.customers) over () as cumulative_customers,
  sum(g.value_sum) over (order by g.bin) / nullif(sum(g.value_sum) over (), 0) as cumulative_share
from (
  select
    case
      when r.value < 0 then 1
      when r.value = 0 then 2
      when r.value < 0.01 then 3
      when r.value < 0.02 then 4
      when r.value < 0.05 then 5
      when r.value < 0.1 then 6
      when r.value < 0.2 then 7
      when r.value < 0.5 then 8
      when r.value < 1 then 9
      when r.value < 2 then 10
      when r.value < 5 then 11
      when r.value < 10 then 12
      when r.value < 20 then 13
      when r.value < 50 then 14
      when r.value < 100 then 15
      when r.value < 200 then 16
      when r.value < 500 then 17
      when r.value < 1000 then 18
      when r.value < 2000 then 19
      when r.value < 5000 then 20
      when r.value < 10000 then 21
      when r.value < 20000 then 22
      when r.value < 50000 then 23
      when r.value < 100000 then 24
      when r.value < 200000 then 25
      when r.value < 500000 then 26
      when r.value < 1000000 then 27
      when r.value < 2000000 then 28
      when r.value < 5000000 then 29
      when r.value < 10000000 then 30
      when r.value < 20000000 then 31
      when r.value < 50000000 then 32
      when r.value < 100000000 then 33
      when r.value < 200000000 then 34
      when r.value < 500000000 then 35
      when r.value < 1000000000 then 36
      when r.value < 2000000000 then 37
      when r.value < 5000000000 then 38
      else 39
    end as bin,
    count(*) as customers,
    min(r.value) as value_from,
    max(r.value) as value_to,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum
  from "mart_ranked_1" r
  group by case
    when r.value < 0 then 1
    when r.value = 0 then 2
    when r.value < 0.01 then 3
    when r.value < 0.02 then 4
    when r.value < 0.05 then 5
    when r.value < 0.1 then 6
    when r.value < 0.2 then 7
    when r.value < 0.5 then 8
    when r.value < 1 then 9
    when r.value < 2 then 10
    when r.value < 5 then 11
    when r.value < 10 then 12
    when r.value < 20 then 13
    when r.value < 50 then 14
    when r.value < 100 then 15
    when r.value < 200 then 16
    when r.value < 500 then 17
    when r.value < 1000 then 18
    when r.value < 2000 then 19
    when r.value < 5000 then 20
    when r.value < 10000 then 21
    when r.value < 20000 then 22
    when r.value < 50000 then 23
    when r.value < 100000 then 24
    when r.value < 200000 then 25
    when r.value < 500000 then 26
    when r.value < 1000000 then 27
    when r.value < 2000000 then 28
    when r.value < 5000000 then 29
    when r.value < 10000000 then 30
    when r.value < 20000000 then 31
    when r.value < 50000000 then 32
    when r.value < 100000000 then 33
    when r.value < 200000000 then 34
    when r.value < 500000000 then 35
    when r.value < 1000000000 then 36
    when r.value < 2000000000 then 37
    when r.value < 5000000000 then 38
    else 39
  end
) g
union all
select
  'clv_365d' as value,
  'decile' as kind,
  g.bin,
  cast(g.bin as string) as label,
  g.customers,
  g.value_from,
  g.value_to,
  g.value_sum as "value_sum",
  (g.value_sum) * "b"."value_lo95" as "value_sum_lo95",
  (g.value_sum) * "b"."value_lo80" as "value_sum_lo80",
  (g.value_sum) * "b"."value_hi80" as "value_sum_hi80",
  (g.value_sum) * "b"."value_hi95" as "value_sum_hi95",
  g.value_sum / nullif(sum(g.value_sum) over (), 0) as share,
  cast(sum(g.customers) over (order by g.bin) as double) / sum(g.customers) over () as cumulative_customers,
  sum(g.value_sum) over (order by g.bin) / nullif(sum(g.value_sum) over (), 0) as cumulative_share
from (
  select
    cast(floor(cast((r.place - 1) * 10 as double) / r.customers) as integer) + 1 as bin,
    count(*) as customers,
    min(r.value) as value_from,
    max(r.value) as value_to,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum
  from "mart_ranked_2" r
  group by cast(floor(cast((r.place - 1) * 10 as double) / r.customers) as integer) + 1
) g
left join "mart_decile_bounds_2" b on b.group_key = cast(g.bin as string) and b.horizon_days = 365
union all
select
  'clv_365d' as value,
  'tier' as kind,
  g.bin,
  case g.bin when 1 then 'top' when 2 then 'low' end as label,
  g.customers,
  g.value_from,
  g.value_to,
  g.value_sum as "value_sum",
  (g.value_sum) * "b"."value_lo95" as "value_sum_lo95",
  (g.value_sum) * "b"."value_lo80" as "value_sum_lo80",
  (g.value_sum) * "b"."value_hi80" as "value_sum_hi80",
  (g.value_sum) * "b"."value_hi95" as "value_sum_hi95",
  g.value_sum / nullif(sum(g.value_sum) over (), 0) as share,
  cast(sum(g.customers) over (order by g.bin) as double) / sum(g.customers) over () as cumulative_customers,
  sum(g.value_sum) over (order by g.bin) / nullif(sum(g.value_sum) over (), 0) as cumulative_share
from (
  select
    case r.value_tier when 'top' then 1 when 'low' then 2 end as bin,
    count(*) as customers,
    min(r.value) as value_from,
    max(r.value) as value_to,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum
  from "mart_ranked_2" r
  group by case r.value_tier when 'top' then 1 when 'low' then 2 end
) g
left join "mart_tier_bounds_2" b on b.group_key = cast(g.bin as string) and b.horizon_days = 365
union all
select
  'clv_365d' as value,
  'quantile' as kind,
  g.bin,
  concat(cast(g.bin as string), ' %') as label,
  g.customers,
  g.value_from,
  g.value_to,
  g.value_sum,
  cast(NULL as double) as "value_sum_lo95",
  cast(NULL as double) as "value_sum_lo80",
  cast(NULL as double) as "value_sum_hi80",
  cast(NULL as double) as "value_sum_hi95",
  g.value_sum / nullif(sum(g.value_sum) over (), 0) as share,
  cast(sum(g.customers) over (order by g.bin) as double) / sum(g.customers) over () as cumulative_customers,
  sum(g.value_sum) over (order by g.bin) / nullif(sum(g.value_sum) over (), 0) as cumulative_share
from (
  select
    case
      when (r.customers - r.place + 1) * 100 <= 1 * r.customers then 1
      when (r.customers - r.place + 1) * 100 <= 5 * r.customers then 5
      when (r.customers - r.place + 1) * 100 <= 10 * r.customers then 10
      when (r.customers - r.place + 1) * 100 <= 25 * r.customers then 25
      when (r.customers - r.place + 1) * 100 <= 50 * r.customers then 50
      when (r.customers - r.place + 1) * 100 <= 75 * r.customers then 75
      when (r.customers - r.place + 1) * 100 <= 90 * r.customers then 90
      when (r.customers - r.place + 1) * 100 <= 95 * r.customers then 95
      when (r.customers - r.place + 1) * 100 <= 99 * r.customers then 99
      else 100
    end as bin,
    count(*) as customers,
    min(r.value) as value_from,
    max(r.value) as value_to,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum
  from "mart_ranked_2" r
  group by case
    when (r.customers - r.place + 1) * 100 <= 1 * r.customers then 1
    when (r.customers - r.place + 1) * 100 <= 5 * r.customers then 5
    when (r.customers - r.place + 1) * 100 <= 10 * r.customers then 10
    when (r.customers - r.place + 1) * 100 <= 25 * r.customers then 25
    when (r.customers - r.place + 1) * 100 <= 50 * r.customers then 50
    when (r.customers - r.place + 1) * 100 <= 75 * r.customers then 75
    when (r.customers - r.place + 1) * 100 <= 90 * r.customers then 90
    when (r.customers - r.place + 1) * 100 <= 95 * r.customers then 95
    when (r.customers - r.place + 1) * 100 <= 99 * r.customers then 99
    else 100
  end
) g
union all
select
  'clv_365d' as value,
  'histogram' as kind,
  g.bin,
  case
    g.bin
    when 1 then 'below 0'
    when 2 then '0'
    when 3 then 'below 0.01'
    when 4 then '0.01 to 0.02'
    when 5 then '0.02 to 0.05'
    when 6 then '0.05 to 0.1'
    when 7 then '0.1 to 0.2'
    when 8 then '0.2 to 0.5'
    when 9 then '0.5 to 1'
    when 10 then '1 to 2'
    when 11 then '2 to 5'
    when 12 then '5 to 10'
    when 13 then '10 to 20'
    when 14 then '20 to 50'
    when 15 then '50 to 100'
    when 16 then '100 to 200'
    when 17 then '200 to 500'
    when 18 then '500 to 1000'
    when 19 then '1000 to 2000'
    when 20 then '2000 to 5000'
    when 21 then '5000 to 10000'
    when 22 then '10000 to 20000'
    when 23 then '20000 to 50000'
    when 24 then '50000 to 100000'
    when 25 then '100000 to 200000'
    when 26 then '200000 to 500000'
    when 27 then '500000 to 1000000'
    when 28 then '1000000 to 2000000'
    when 29 then '2000000 to 5000000'
    when 30 then '5000000 to 10000000'
    when 31 then '10000000 to 20000000'
    when 32 then '20000000 to 50000000'
    when 33 then '50000000 to 100000000'
    when 34 then '100000000 to 200000000'
    when 35 then '200000000 to 500000000'
    when 36 then '500000000 to 1000000000'
    when 37 then '1000000000 to 2000000000'
    when 38 then '2000000000 to 5000000000'
    when 39 then '5000000000 and more'
  end as label,
  g.customers,
  g.value_from,
  g.value_to,
  g.value_sum,
  cast(NULL as double) as "value_sum_lo95",
  cast(NULL as double) as "value_sum_lo80",
  cast(NULL as double) as "value_sum_hi80",
  cast(NULL as double) as "value_sum_hi95",
  g.value_sum / nullif(sum(g.value_sum) over (), 0) as share,
  cast(sum(g.customers) over (order by g.bin) as double) / sum(g.customers) over () as cumulative_customers,
  sum(g.value_sum) over (order by g.bin) / nullif(sum(g.value_sum) over (), 0) as cumulative_share
from (
  select
    case
      when r.value < 0 then 1
      when r.value = 0 then 2
      when r.value < 0.01 then 3
      when r.value < 0.02 then 4
      when r.value < 0.05 then 5
      when r.value < 0.1 then 6
      when r.value < 0.2 then 7
      when r.value < 0.5 then 8
      when r.value < 1 then 9
      when r.value < 2 then 10
      when r.value < 5 then 11
      when r.value < 10 then 12
      when r.value < 20 then 13
      when r.value < 50 then 14
      when r.value < 100 then 15
      when r.value < 200 then 16
      when r.value < 500 then 17
      when r.value < 1000 then 18
      when r.value < 2000 then 19
      when r.value < 5000 then 20
      when r.value < 10000 then 21
      when r.value < 20000 then 22
      when r.value < 50000 then 23
      when r.value < 100000 then 24
      when r.value < 200000 then 25
      when r.value < 500000 then 26
      when r.value < 1000000 then 27
      when r.value < 2000000 then 28
      when r.value < 5000000 then 29
      when r.value < 10000000 then 30
      when r.value < 20000000 then 31
      when r.value < 50000000 then 32
      when r.value < 100000000 then 33
      when r.value < 200000000 then 34
      when r.value < 500000000 then 35
      when r.value < 1000000000 then 36
      when r.value < 2000000000 then 37
      when r.value < 5000000000 then 38
      else 39
    end as bin,
    count(*) as customers,
    min(r.value) as value_from,
    max(r.value) as value_to,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum
  from "mart_ranked_2" r
  group by case
    when r.value < 0 then 1
    when r.value = 0 then 2
    when r.value < 0.01 then 3
    when r.value < 0.02 then 4
    when r.value < 0.05 then 5
    when r.value < 0.1 then 6
    when r.value < 0.2 then 7
    when r.value < 0.5 then 8
    when r.value < 1 then 9
    when r.value < 2 then 10
    when r.value < 5 then 11
    when r.value < 10 then 12
    when r.value < 20 then 13
    when r.value < 50 then 14
    when r.value < 100 then 15
    when r.value < 200 then 16
    when r.value < 500 then 17
    when r.value < 1000 then 18
    when r.value < 2000 then 19
    when r.value < 5000 then 20
    when r.value < 10000 then 21
    when r.value < 20000 then 22
    when r.value < 50000 then 23
    when r.value < 100000 then 24
    when r.value < 200000 then 25
    when r.value < 500000 then 26
    when r.value < 1000000 then 27
    when r.value < 2000000 then 28
    when r.value < 5000000 then 29
    when r.value < 10000000 then 30
    when r.value < 20000000 then 31
    when r.value < 50000000 then 32
    when r.value < 100000000 then 33
    when r.value < 200000000 then 34
    when r.value < 500000000 then 35
    when r.value < 1000000000 then 36
    when r.value < 2000000000 then 37
    when r.value < 5000000000 then 38
    else 39
  end
) g
union all
select
  'residual_clv' as value,
  'decile' as kind,
  g.bin,
  cast(g.bin as string) as label,
  g.customers,
  g.value_from,
  g.value_to,
  g.value_sum as "value_sum",
  (g.value_sum) * "b"."value_lo95" as "value_sum_lo95",
  (g.value_sum) * "b"."value_lo80" as "value_sum_lo80",
  (g.value_sum) * "b"."value_hi80" as "value_sum_hi80",
  (g.value_sum) * "b"."value_hi95" as "value_sum_hi95",
  g.value_sum / nullif(sum(g.value_sum) over (), 0) as share,
  cast(sum(g.customers) over (order by g.bin) as double) / sum(g.customers) over () as cumulative_customers,
  sum(g.value_sum) over (order by g.bin) / nullif(sum(g.value_sum) over (), 0) as cumulative_share
from (
  select
    cast(floor(cast((r.place - 1) * 10 as double) / r.customers) as integer) + 1 as bin,
    count(*) as customers,
    min(r.value) as value_from,
    max(r.value) as value_to,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum
  from "mart_ranked_3" r
  group by cast(floor(cast((r.place - 1) * 10 as double) / r.customers) as integer) + 1
) g
left join "mart_decile_bounds_3" b on b.group_key = cast(g.bin as string) and b.horizon_days = 0
union all
select
  'residual_clv' as value,
  'tier' as kind,
  g.bin,
  case g.bin when 1 then 'top' when 2 then 'low' end as label,
  g.customers,
  g.value_from,
  g.value_to,
  g.value_sum as "value_sum",
  (g.value_sum) * "b"."value_lo95" as "value_sum_lo95",
  (g.value_sum) * "b"."value_lo80" as "value_sum_lo80",
  (g.value_sum) * "b"."value_hi80" as "value_sum_hi80",
  (g.value_sum) * "b"."value_hi95" as "value_sum_hi95",
  g.value_sum / nullif(sum(g.value_sum) over (), 0) as share,
  cast(sum(g.customers) over (order by g.bin) as double) / sum(g.customers) over () as cumulative_customers,
  sum(g.value_sum) over (order by g.bin) / nullif(sum(g.value_sum) over (), 0) as cumulative_share
from (
  select
    case r.value_tier when 'top' then 1 when 'low' then 2 end as bin,
    count(*) as customers,
    min(r.value) as value_from,
    max(r.value) as value_to,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum
  from "mart_ranked_3" r
  group by case r.value_tier when 'top' then 1 when 'low' then 2 end
) g
left join "mart_tier_bounds_3" b on b.group_key = cast(g.bin as string) and b.horizon_days = 0
union all
select
  'residual_clv' as value,
  'quantile' as kind,
  g.bin,
  concat(cast(g.bin as string), ' %') as label,
  g.customers,
  g.value_from,
  g.value_to,
  g.value_sum,
  cast(NULL as double) as "value_sum_lo95",
  cast(NULL as double) as "value_sum_lo80",
  cast(NULL as double) as "value_sum_hi80",
  cast(NULL as double) as "value_sum_hi95",
  g.value_sum / nullif(sum(g.value_sum) over (), 0) as share,
  cast(sum(g.customers) over (order by g.bin) as double) / sum(g.customers) over () as cumulative_customers,
  sum(g.value_sum) over (order by g.bin) / nullif(sum(g.value_sum) over (), 0) as cumulative_share
from (
  select
    case
      when (r.customers - r.place + 1) * 100 <= 1 * r.customers then 1
      when (r.customers - r.place + 1) * 100 <= 5 * r.customers then 5
      when (r.customers - r.place + 1) * 100 <= 10 * r.customers then 10
      when (r.customers - r.place + 1) * 100 <= 25 * r.customers then 25
      when (r.customers - r.place + 1) * 100 <= 50 * r.customers then 50
      when (r.customers - r.place + 1) * 100 <= 75 * r.customers then 75
      when (r.customers - r.place + 1) * 100 <= 90 * r.customers then 90
      when (r.customers - r.place + 1) * 100 <= 95 * r.customers then 95
      when (r.customers - r.place + 1) * 100 <= 99 * r.customers then 99
      else 100
    end as bin,
    count(*) as customers,
    min(r.value) as value_from,
    max(r.value) as value_to,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum
  from "mart_ranked_3" r
  group by case
    when (r.customers - r.place + 1) * 100 <= 1 * r.customers then 1
    when (r.customers - r.place + 1) * 100 <= 5 * r.customers then 5
    when (r.customers - r.place + 1) * 100 <= 10 * r.customers then 10
    when (r.customers - r.place + 1) * 100 <= 25 * r.customers then 25
    when (r.customers - r.place + 1) * 100 <= 50 * r.customers then 50
    when (r.customers - r.place + 1) * 100 <= 75 * r.customers then 75
    when (r.customers - r.place + 1) * 100 <= 90 * r.customers then 90
    when (r.customers - r.place + 1) * 100 <= 95 * r.customers then 95
    when (r.customers - r.place + 1) * 100 <= 99 * r.customers then 99
    else 100
  end
) g
union all
select
  'residual_clv' as value,
  'histogram' as kind,
  g.bin,
  case
    g.bin
    when 1 then 'below 0'
    when 2 then '0'
    when 3 then 'below 0.01'
    when 4 then '0.01 to 0.02'
    when 5 then '0.02 to 0.05'
    when 6 then '0.05 to 0.1'
    when 7 then '0.1 to 0.2'
    when 8 then '0.2 to 0.5'
    when 9 then '0.5 to 1'
    when 10 then '1 to 2'
    when 11 then '2 to 5'
    when 12 then '5 to 10'
    when 13 then '10 to 20'
    when 14 then '20 to 50'
    when 15 then '50 to 100'
    when 16 then '100 to 200'
    when 17 then '200 to 500'
    when 18 then '500 to 1000'
    when 19 then '1000 to 2000'
    when 20 then '2000 to 5000'
    when 21 then '5000 to 10000'
    when 22 then '10000 to 20000'
    when 23 then '20000 to 50000'
    when 24 then '50000 to 100000'
    when 25 then '100000 to 200000'
    when 26 then '200000 to 500000'
    when 27 then '500000 to 1000000'
    when 28 then '1000000 to 2000000'
    when 29 then '2000000 to 5000000'
    when 30 then '5000000 to 10000000'
    when 31 then '10000000 to 20000000'
    when 32 then '20000000 to 50000000'
    when 33 then '50000000 to 100000000'
    when 34 then '100000000 to 200000000'
    when 35 then '200000000 to 500000000'
    when 36 then '500000000 to 1000000000'
    when 37 then '1000000000 to 2000000000'
    when 38 then '2000000000 to 5000000000'
    when 39 then '5000000000 and more'
  end as label,
  g.customers,
  g.value_from,
  g.value_to,
  g.value_sum,
  cast(NULL as double) as "value_sum_lo95",
  cast(NULL as double) as "value_sum_lo80",
  cast(NULL as double) as "value_sum_hi80",
  cast(NULL as double) as "value_sum_hi95",
  g.value_sum / nullif(sum(g.value_sum) over (), 0) as share,
  cast(sum(g.customers) over (order by g.bin) as double) / sum(g.customers) over () as cumulative_customers,
  sum(g.value_sum) over (order by g.bin) / nullif(sum(g.value_sum) over (), 0) as cumulative_share
from (
  select
    case
      when r.value < 0 then 1
      when r.value = 0 then 2
      when r.value < 0.01 then 3
      when r.value < 0.02 then 4
      when r.value < 0.05 then 5
      when r.value < 0.1 then 6
      when r.value < 0.2 then 7
      when r.value < 0.5 then 8
      when r.value < 1 then 9
      when r.value < 2 then 10
      when r.value < 5 then 11
      when r.value < 10 then 12
      when r.value < 20 then 13
      when r.value < 50 then 14
      when r.value < 100 then 15
      when r.value < 200 then 16
      when r.value < 500 then 17
      when r.value < 1000 then 18
      when r.value < 2000 then 19
      when r.value < 5000 then 20
      when r.value < 10000 then 21
      when r.value < 20000 then 22
      when r.value < 50000 then 23
      when r.value < 100000 then 24
      when r.value < 200000 then 25
      when r.value < 500000 then 26
      when r.value < 1000000 then 27
      when r.value < 2000000 then 28
      when r.value < 5000000 then 29
      when r.value < 10000000 then 30
      when r.value < 20000000 then 31
      when r.value < 50000000 then 32
      when r.value < 100000000 then 33
      when r.value < 200000000 then 34
      when r.value < 500000000 then 35
      when r.value < 1000000000 then 36
      when r.value < 2000000000 then 37
      when r.value < 5000000000 then 38
      else 39
    end as bin,
    count(*) as customers,
    min(r.value) as value_from,
    max(r.value) as value_to,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum
  from "mart_ranked_3" r
  group by case
    when r.value < 0 then 1
    when r.value = 0 then 2
    when r.value < 0.01 then 3
    when r.value < 0.02 then 4
    when r.value < 0.05 then 5
    when r.value < 0.1 then 6
    when r.value < 0.2 then 7
    when r.value < 0.5 then 8
    when r.value < 1 then 9
    when r.value < 2 then 10
    when r.value < 5 then 11
    when r.value < 10 then 12
    when r.value < 20 then 13
    when r.value < 50 then 14
    when r.value < 100 then 15
    when r.value < 200 then 16
    when r.value < 500 then 17
    when r.value < 1000 then 18
    when r.value < 2000 then 19
    when r.value < 5000 then 20
    when r.value < 10000 then 21
    when r.value < 20000 then 22
    when r.value < 50000 then 23
    when r.value < 100000 then 24
    when r.value < 200000 then 25
    when r.value < 500000 then 26
    when r.value < 1000000 then 27
    when r.value < 2000000 then 28
    when r.value < 5000000 then 29
    when r.value < 10000000 then 30
    when r.value < 20000000 then 31
    when r.value < 50000000 then 32
    when r.value < 100000000 then 33
    when r.value < 200000000 then 34
    when r.value < 500000000 then 35
    when r.value < 1000000000 then 36
    when r.value < 2000000000 then 37
    when r.value < 5000000000 then 38
    else 39
  end
) g
