select
  cast(null as varchar) as source,
  count(*) as customers,
  count(case when c.x > 0 then 1 end) as repeaters,
  cast(sum(c.x) as bigint) as repeats,
  case
    when max(abs(r.expected)) < 1e15 then cast(
      sum(case when abs(r.expected) < 1e15 then cast(r.expected as decimal(38,12)) end) as double precision
    )
    else sum(r.expected)
  end as expected,
  case
    when max(abs(r.variance)) < 1e15 then cast(
      sum(case when abs(r.variance) < 1e15 then cast(r.variance as decimal(38,12)) end) as double precision
    )
    else sum(r.variance)
  end as variance,
  count(case when c.first_day > cast('2024-01-01' as date) then 1 end) as recent,
  case
    when max(abs(cast('0.4' as double precision))) < 1e15 then cast(
      sum(
        case
          when abs(cast('0.4' as double precision)) < 1e15 then cast(
            cast('0.4' as double precision) as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(cast('0.4' as double precision))
  end as margin_sum,
  case
    when max(abs(cast(c.first_amount as double precision))) < 1e15 then cast(
      sum(
        case
          when abs(cast(c.first_amount as double precision)) < 1e15 then cast(
            cast(c.first_amount as double precision) as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(cast(c.first_amount as double precision))
  end as "first_sum",
  case
    when max(
      abs((cast(c.first_amount as double precision)) * (cast(c.first_amount as double precision)))
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            (cast(c.first_amount as double precision)) * (cast(c.first_amount as double precision))
          ) < 1e15 then cast(
            (cast(c.first_amount as double precision))
            * (cast(c.first_amount as double precision)) as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum((cast(c.first_amount as double precision)) * (cast(c.first_amount as double precision)))
  end as "first_squares",
  case
    when max(
      abs(
        case when c.first_day > cast('2024-01-01' as date) then cast(c.first_amount as double precision) end
      )
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            case
              when c.first_day > cast('2024-01-01' as date) then cast(c.first_amount as double precision)
            end
          ) < 1e15 then cast(
            case
              when c.first_day > cast('2024-01-01' as date) then cast(c.first_amount as double precision)
            end as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(
      case when c.first_day > cast('2024-01-01' as date) then cast(c.first_amount as double precision) end
    )
  end as "recent_first_sum",
  case
    when max(
      abs(
        (case when c.first_day > cast('2024-01-01' as date) then cast(c.first_amount as double precision) end)
        * (
          case when c.first_day > cast('2024-01-01' as date) then cast(c.first_amount as double precision) end
        )
      )
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            (
              case
                when c.first_day > cast('2024-01-01' as date) then cast(c.first_amount as double precision)
              end
            )
            * (
              case
                when c.first_day > cast('2024-01-01' as date) then cast(c.first_amount as double precision)
              end
            )
          ) < 1e15 then cast(
            (
              case
                when c.first_day > cast('2024-01-01' as date) then cast(c.first_amount as double precision)
              end
            )
            * (
              case
                when c.first_day > cast('2024-01-01' as date) then cast(c.first_amount as double precision)
              end
            ) as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(
      (case when c.first_day > cast('2024-01-01' as date) then cast(c.first_amount as double precision) end)
      * (case when c.first_day > cast('2024-01-01' as date) then cast(c.first_amount as double precision) end)
    )
  end as "recent_first_squares",
  case
    when max(abs(s.expected_spend)) < 1e15 then cast(
      sum(
        case when abs(s.expected_spend) < 1e15 then cast(s.expected_spend as decimal(38,12)) end
      ) as double precision
    )
    else sum(s.expected_spend)
  end as "spend_sum",
  case
    when max(abs((s.expected_spend) * (s.expected_spend))) < 1e15 then cast(
      sum(
        case
          when abs((s.expected_spend) * (s.expected_spend)) < 1e15 then cast(
            (s.expected_spend) * (s.expected_spend) as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum((s.expected_spend) * (s.expected_spend))
  end as "spend_squares"
from "customers" c
join "mart_newcomer_reach" r on r.t_cal = c.t_cal
join "scores" s on s.customer_id = c.customer_id
