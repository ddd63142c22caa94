select
  cast(0 as integer) as horizon_days,
  e.equity,
  s.new_customers,
  s.planned_value,
  s.planned_cost,
  s."planned_value" - s."planned_cost" as planned_net,
  e.equity + s."planned_value" - s."planned_cost" as equity_with_planned
from (select equity from "clv_equity" where attribute is null) e
cross join (
  select
    case
      when max(abs(p.new_customers)) < 1e15 then cast(
        sum(case when abs(p.new_customers) < 1e15 then cast(p.new_customers as decimal(38,12)) end) as double
      )
      else sum(p.new_customers)
    end as new_customers,
    case
      when max(
        abs(
          p.new_customers
          * p.expected_value
          * power(
            1 + cast('0.1' as double), -(datediff(p.from_day, date '2024-12-31') + (p.days - 1) / 2e0) / 365e0
          )
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              p.new_customers
              * p.expected_value
              * power(
                1 + cast('0.1' as double),
                -(datediff(p.from_day, date '2024-12-31') + (p.days - 1) / 2e0) / 365e0
              )
            ) < 1e15 then cast(
              p.new_customers
              * p.expected_value
              * power(
                1 + cast('0.1' as double),
                -(datediff(p.from_day, date '2024-12-31') + (p.days - 1) / 2e0) / 365e0
              ) as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(
        p.new_customers
        * p.expected_value
        * power(
          1 + cast('0.1' as double), -(datediff(p.from_day, date '2024-12-31') + (p.days - 1) / 2e0) / 365e0
        )
      )
    end as planned_value,
    case
      when max(
        abs(
          p.acquisition_cost
          * power(
            1 + cast('0.1' as double), -(datediff(p.from_day, date '2024-12-31') + (p.days - 1) / 2e0) / 365e0
          )
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              p.acquisition_cost
              * power(
                1 + cast('0.1' as double),
                -(datediff(p.from_day, date '2024-12-31') + (p.days - 1) / 2e0) / 365e0
              )
            ) < 1e15 then cast(
              p.acquisition_cost
              * power(
                1 + cast('0.1' as double),
                -(datediff(p.from_day, date '2024-12-31') + (p.days - 1) / 2e0) / 365e0
              ) as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(
        p.acquisition_cost
        * power(
          1 + cast('0.1' as double), -(datediff(p.from_day, date '2024-12-31') + (p.days - 1) / 2e0) / 365e0
        )
      )
    end as planned_cost
  from "mart_planned_customers" p
) s
