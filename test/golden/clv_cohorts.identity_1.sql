select
  (select sum(net_revenue) from "clv_cohorts" c where attribute is null) as found,
  (select cast(sum(amount) as double precision) from "transactions" t) as expected
