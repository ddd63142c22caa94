select
  cell,
  fold,
  count(("first_year" / cast('10' as double precision))) as "n_0",
  case
    when max(abs(("first_year" / cast('10' as double precision)))) < 1e15 then cast(
      sum(
        case
          when abs(("first_year" / cast('10' as double precision))) < 1e15 then cast(
            ("first_year" / cast('10' as double precision)) as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(("first_year" / cast('10' as double precision)))
  end as "y_0",
  case
    when max(
      abs(("first_year" / cast('10' as double precision)) * ("first_year" / cast('10' as double precision)))
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            ("first_year" / cast('10' as double precision)) * ("first_year" / cast('10' as double precision))
          ) < 1e15 then cast(
            ("first_year" / cast('10' as double precision))
            * ("first_year" / cast('10' as double precision)) as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(
      ("first_year" / cast('10' as double precision)) * ("first_year" / cast('10' as double precision))
    )
  end as "y2_0",
  case
    when max(
      abs(
        case
          when ("first_year" / cast('10' as double precision)) > 0 then (
            "first_year" / cast('10' as double precision)
          )
          * ln(("first_year" / cast('10' as double precision)))
        end
      )
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            case
              when ("first_year" / cast('10' as double precision)) > 0 then (
                "first_year" / cast('10' as double precision)
              )
              * ln(("first_year" / cast('10' as double precision)))
            end
          ) < 1e15 then cast(
            case
              when ("first_year" / cast('10' as double precision)) > 0 then (
                "first_year" / cast('10' as double precision)
              )
              * ln(("first_year" / cast('10' as double precision)))
            end as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(
      case
        when ("first_year" / cast('10' as double precision)) > 0 then (
          "first_year" / cast('10' as double precision)
        )
        * ln(("first_year" / cast('10' as double precision)))
      end
    )
  end as "y_log_y_0",
  count(("after_90_days" / cast('10' as double precision))) as "n_1",
  case
    when max(abs(("after_90_days" / cast('10' as double precision)))) < 1e15 then cast(
      sum(
        case
          when abs(("after_90_days" / cast('10' as double precision))) < 1e15 then cast(
            ("after_90_days" / cast('10' as double precision)) as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(("after_90_days" / cast('10' as double precision)))
  end as "y_1",
  case
    when max(
      abs(
        ("after_90_days" / cast('10' as double precision))
        * ("after_90_days" / cast('10' as double precision))
      )
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            ("after_90_days" / cast('10' as double precision))
            * ("after_90_days" / cast('10' as double precision))
          ) < 1e15 then cast(
            ("after_90_days" / cast('10' as double precision))
            * ("after_90_days" / cast('10' as double precision)) as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(
      ("after_90_days" / cast('10' as double precision)) * ("after_90_days" / cast('10' as double precision))
    )
  end as "y2_1",
  case
    when max(
      abs(
        case
          when ("after_90_days" / cast('10' as double precision)) > 0 then (
            "after_90_days" / cast('10' as double precision)
          )
          * ln(("after_90_days" / cast('10' as double precision)))
        end
      )
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            case
              when ("after_90_days" / cast('10' as double precision)) > 0 then (
                "after_90_days" / cast('10' as double precision)
              )
              * ln(("after_90_days" / cast('10' as double precision)))
            end
          ) < 1e15 then cast(
            case
              when ("after_90_days" / cast('10' as double precision)) > 0 then (
                "after_90_days" / cast('10' as double precision)
              )
              * ln(("after_90_days" / cast('10' as double precision)))
            end as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(
      case
        when ("after_90_days" / cast('10' as double precision)) > 0 then (
          "after_90_days" / cast('10' as double precision)
        )
        * ln(("after_90_days" / cast('10' as double precision)))
      end
    )
  end as "y_log_y_1",
  count(("total" / cast('10' as double precision))) as "n_2",
  case
    when max(abs(("total" / cast('10' as double precision)))) < 1e15 then cast(
      sum(
        case
          when abs(("total" / cast('10' as double precision))) < 1e15 then cast(
            ("total" / cast('10' as double precision)) as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(("total" / cast('10' as double precision)))
  end as "y_2",
  case
    when max(
      abs(("total" / cast('10' as double precision)) * ("total" / cast('10' as double precision)))
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            ("total" / cast('10' as double precision)) * ("total" / cast('10' as double precision))
          ) < 1e15 then cast(
            ("total" / cast('10' as double precision))
            * ("total" / cast('10' as double precision)) as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(("total" / cast('10' as double precision)) * ("total" / cast('10' as double precision)))
  end as "y2_2",
  case
    when max(
      abs(
        case
          when ("total" / cast('10' as double precision)) > 0 then ("total" / cast('10' as double precision))
          * ln(("total" / cast('10' as double precision)))
        end
      )
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            case
              when ("total" / cast('10' as double precision)) > 0 then (
                "total" / cast('10' as double precision)
              )
              * ln(("total" / cast('10' as double precision)))
            end
          ) < 1e15 then cast(
            case
              when ("total" / cast('10' as double precision)) > 0 then (
                "total" / cast('10' as double precision)
              )
              * ln(("total" / cast('10' as double precision)))
            end as decimal(38,12)
          )
        end
      ) as double precision
    )
    else sum(
      case
        when ("total" / cast('10' as double precision)) > 0 then ("total" / cast('10' as double precision))
        * ln(("total" / cast('10' as double precision)))
      end
    )
  end as "y_log_y_2"
from "mart_driver_customers" d
group by cell, fold
order by cell, fold
