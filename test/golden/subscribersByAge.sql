select
  cast('base' as varchar) as value_key,
  t_cal,
  cast(sum(case when t_x >= t_cal then 1 else 0 end) as bigint) as alive,
  cast(sum(case when t_cal >= 1 and t_x >= t_cal - 1 then 1 else 0 end) as bigint) as alive_before
from (select c.*, cast(date_trunc('month', first_day) as date) as acquisition_month from "customers" c) c
group by cast('base' as varchar), t_cal
union all
select
  cast('cohort=' as varchar) || cast(acquisition_month as varchar) as value_key,
  t_cal,
  cast(sum(case when t_x >= t_cal then 1 else 0 end) as bigint) as alive,
  cast(sum(case when t_cal >= 1 and t_x >= t_cal - 1 then 1 else 0 end) as bigint) as alive_before
from (select c.*, cast(date_trunc('month', first_day) as date) as acquisition_month from "customers" c) c
group by cast('cohort=' as varchar) || cast(acquisition_month as varchar), t_cal
union all
select
  cast('segment/channel' as varchar) || coalesce('=' || "attr_channel", '') as value_key,
  t_cal,
  cast(sum(case when t_x >= t_cal then 1 else 0 end) as bigint) as alive,
  cast(sum(case when t_cal >= 1 and t_x >= t_cal - 1 then 1 else 0 end) as bigint) as alive_before
from (select c.*, cast(date_trunc('month', first_day) as date) as acquisition_month from "customers" c) c
group by cast('segment/channel' as varchar) || coalesce('=' || "attr_channel", ''), t_cal
