select
  cell,
  fold,
  count(("first_year" / cast('10' as double))) as "n_0",
  case
    when max(abs(("first_year" / cast('10' as double)))) < 1e15 then cast(
      sum(
        case
          when abs(("first_year" / cast('10' as double))) < 1e15 then cast(
            ("first_year" / cast('10' as double)) as decimal(38,12)
          )
        end
      ) as double
    )
    else sum(("first_year" / cast('10' as double)))
  end as "y_0",
  case
    when max(
      abs(("first_year" / cast('10' as double)) * ("first_year" / cast('10' as double)))
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            ("first_year" / cast('10' as double)) * ("first_year" / cast('10' as double))
          ) < 1e15 then cast(
            ("first_year" / cast('10' as double)) * ("first_year" / cast('10' as double)) as decimal(38,12)
          )
        end
      ) as double
    )
    else sum(("first_year" / cast('10' as double)) * ("first_year" / cast('10' as double)))
  end as "y2_0",
  case
    when max(
      abs(
        case
          when ("first_year" / cast('10' as double)) > 0 then ("first_year" / cast('10' as double))
          * ln(("first_year" / cast('10' as double)))
        end
      )
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            case
              when ("first_year" / cast('10' as double)) > 0 then ("first_year" / cast('10' as double))
              * ln(("first_year" / cast('10' as double)))
            end
          ) < 1e15 then cast(
            case
              when ("first_year" / cast('10' as double)) > 0 then ("first_year" / cast('10' as double))
              * ln(("first_year" / cast('10' as double)))
            end as decimal(38,12)
          )
        end
      ) as double
    )
    else sum(
      case
        when ("first_year" / cast('10' as double)) > 0 then ("first_year" / cast('10' as double))
        * ln(("first_year" / cast('10' as double)))
      end
    )
  end as "y_log_y_0",
  count(("after_90_days" / cast('10' as double))) as "n_1",
  case
    when max(abs(("after_90_days" / cast('10' as double)))) < 1e15 then cast(
      sum(
        case
          when abs(("after_90_days" / cast('10' as double))) < 1e15 then cast(
            ("after_90_days" / cast('10' as double)) as decimal(38,12)
          )
        end
      ) as double
    )
    else sum(("after_90_days" / cast('10' as double)))
  end as "y_1",
  case
    when max(
      abs(("after_90_days" / cast('10' as double)) * ("after_90_days" / cast('10' as double)))
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            ("after_90_days" / cast('10' as double)) * ("after_90_days" / cast('10' as double))
          ) < 1e15 then cast(
            ("after_90_days" / cast('10' as double))
            * ("after_90_days" / cast('10' as double)) as decimal(38,12)
          )
        end
      ) as double
    )
    else sum(("after_90_days" / cast('10' as double)) * ("after_90_days" / cast('10' as double)))
  end as "y2_1",
  case
    when max(
      abs(
        case
          when ("after_90_days" / cast('10' as double)) > 0 then ("after_90_days" / cast('10' as double))
          * ln(("after_90_days" / cast('10' as double)))
        end
      )
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            case
              when ("after_90_days" / cast('10' as double)) > 0 then ("after_90_days" / cast('10' as double))
              * ln(("after_90_days" / cast('10' as double)))
            end
          ) < 1e15 then cast(
            case
              when ("after_90_days" / cast('10' as double)) > 0 then ("after_90_days" / cast('10' as double))
              * ln(("after_90_days" / cast('10' as double)))
            end as decimal(38,12)
          )
        end
      ) as double
    )
    else sum(
      case
        when ("after_90_days" / cast('10' as double)) > 0 then ("after_90_days" / cast('10' as double))
        * ln(("after_90_days" / cast('10' as double)))
      end
    )
  end as "y_log_y_1",
  count(("total" / cast('10' as double))) as "n_2",
  case
    when max(abs(("total" / cast('10' as double)))) < 1e15 then cast(
      sum(
        case
          when abs(("total" / cast('10' as double))) < 1e15 then cast(
            ("total" / cast('10' as double)) as decimal(38,12)
          )
        end
      ) as double
    )
    else sum(("total" / cast('10' as double)))
  end as "y_2",
  case
    when max(abs(("total" / cast('10' as double)) * ("total" / cast('10' as double)))) < 1e15 then cast(
      sum(
        case
          when abs(("total" / cast('10' as double)) * ("total" / cast('10' as double))) < 1e15 then cast(
            ("total" / cast('10' as double)) * ("total" / cast('10' as double)) as decimal(38,12)
          )
        end
      ) as double
    )
    else sum(("total" / cast('10' as double)) * ("total" / cast('10' as double)))
  end as "y2_2",
  case
    when max(
      abs(
        case
          when ("total" / cast('10' as double)) > 0 then ("total" / cast('10' as double))
          * ln(("total" / cast('10' as double)))
        end
      )
    ) < 1e15 then cast(
      sum(
        case
          when abs(
            case
              when ("total" / cast('10' as double)) > 0 then ("total" / cast('10' as double))
              * ln(("total" / cast('10' as double)))
            end
          ) < 1e15 then cast(
            case
              when ("total" / cast('10' as double)) > 0 then ("total" / cast('10' as double))
              * ln(("total" / cast('10' as double)))
            end as decimal(38,12)
          )
        end
      ) as double
    )
    else sum(
      case
        when ("total" / cast('10' as double)) > 0 then ("total" / cast('10' as double))
        * ln(("total" / cast('10' as double)))
      end
    )
  end as "y_log_y_2"
from "mart_driver_customers" d
group by cell, fold
order by cell, fold
