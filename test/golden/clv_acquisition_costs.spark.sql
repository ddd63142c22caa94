select
  cost_row,
  acquisition_month,
  described,
  is_unknown,
  amount,
  currency,
  rate,
  spend,
  new_customers,
  file_rows,
  counted
from (
  select
    cost_row,
    acquisition_month,
    described,
    is_unknown,
    currency,
    counted,
    case
      when max(abs(amount)) < 1e15 then cast(
        sum(case when abs(amount) < 1e15 then cast(amount as decimal(38,12)) end) as double
      )
      else sum(amount)
    end as amount,
    case when min(rate) = max(rate) then min(rate) end as rate,
    case
      when max(abs(spend)) < 1e15 then cast(
        sum(case when abs(spend) < 1e15 then cast(spend as decimal(38,12)) end) as double
      )
      else sum(spend)
    end as spend,
    case
      when max(abs(new_customers)) < 1e15 then cast(
        sum(case when abs(new_customers) < 1e15 then cast(new_customers as decimal(38,12)) end) as double
      )
      else sum(new_customers)
    end as new_customers,
    cast(sum(file_rows) as bigint) as file_rows
  from "mart_costs" m
  group by cost_row, acquisition_month, described, is_unknown, currency, counted
) k
