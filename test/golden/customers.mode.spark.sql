select
  b.customer_id,
  first_day,
  last_day,
  x,
  orders,
  datediff(last_day, first_day) as t_x,
  datediff(date '2024-12-31', first_day) as t_cal,
  cast(first_amount as decimal(18,4)) as first_amount,
  cast((purchased - first_amount) + 0 as decimal(38,4)) as repeat_spend,
  cast(case when x > 0 then cast((purchased - first_amount) + 0 as double) / x end as double) as mean_spend,
  cast(purchased + 0 as decimal(38,4)) as total_spend,
  b."attr_channel"
from (
  select
    customer_id,
    min(day) as first_day,
    max(day) as last_day,
    cast(count(*) as integer) - 1 as x,
    cast(sum(orders) as bigint) as orders,
    sum(amount) as purchased,
    min_by(amount, day) filter (where amount is not null) as first_amount,
    1 as first_orders,
    min_by("attr_channel", place_of_0) filter (where "attr_channel" is not null) as "attr_channel"
  from (
    select
      *,
      row_number() over (partition by customer_id order by days_of_0 desc, "attr_channel") as place_of_0
    from (
      select *, count("attr_channel") over (partition by customer_id, "attr_channel") as days_of_0
      from (
        select
          customer_id,
          day,
          cast(sum(amount) as decimal(18,4)) as amount,
          count(*) as orders,
          min("attr_channel") as "attr_channel"
        from "transactions" t
        where not is_refund
        group by customer_id, day
      ) v
    ) n
  ) d
  group by customer_id
) b
