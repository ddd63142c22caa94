select
  'historic_value' as value,
  t.customers,
  t.customers_below_zero,
  t.value_sum,
  2 * t.placed / nullif(t.customers * t.positive, 0) - cast(t.customers + 1 as double) / t.customers as gini,
  t.top_1 / nullif(t.positive, 0) as top_1_percent_share,
  t.top_5 / nullif(t.positive, 0) as top_5_percent_share,
  t.top_10 / nullif(t.positive, 0) as top_10_percent_share,
  t.top_20 / nullif(t.positive, 0) as top_20_percent_share
from (
  select
    count(*) as customers,
    cast(sum(case when r.value < 0 then 1 else 0 end) as bigint) as customers_below_zero,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum,
    case
      when max(abs(case when r.value > 0 then r.value else 0 end)) < 1e15 then cast(
        sum(
          case
            when abs(case when r.value > 0 then r.value else 0 end) < 1e15 then cast(
              case when r.value > 0 then r.value else 0 end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(case when r.value > 0 then r.value else 0 end)
    end as positive,
    case
      when max(
        abs((r.customers - r.place + 1) * (case when r.value > 0 then r.value else 0 end))
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              (r.customers - r.place + 1) * (case when r.value > 0 then r.value else 0 end)
            ) < 1e15 then cast(
              (r.customers - r.place + 1) * (case when r.value > 0 then r.value else 0 end) as decimal(38,12)
            )
          end
        ) as double
      )
      else sum((r.customers - r.place + 1) * (case when r.value > 0 then r.value else 0 end))
    end as placed,
    case
      when max(
        abs(
          case
            when (r.place - 1) * 100 < 1 * r.customers then case when r.value > 0 then r.value else 0 end
            else 0
          end
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              case
                when (r.place - 1) * 100 < 1 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end
            ) < 1e15 then cast(
              case
                when (r.place - 1) * 100 < 1 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(
        case
          when (r.place - 1) * 100 < 1 * r.customers then case when r.value > 0 then r.value else 0 end else 0
        end
      )
    end as top_1,
    case
      when max(
        abs(
          case
            when (r.place - 1) * 100 < 5 * r.customers then case when r.value > 0 then r.value else 0 end
            else 0
          end
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              case
                when (r.place - 1) * 100 < 5 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end
            ) < 1e15 then cast(
              case
                when (r.place - 1) * 100 < 5 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(
        case
          when (r.place - 1) * 100 < 5 * r.customers then case when r.value > 0 then r.value else 0 end else 0
        end
      )
    end as top_5,
    case
      when max(
        abs(
          case
            when (r.place - 1) * 100 < 10 * r.customers then case when r.value > 0 then r.value else 0 end
            else 0
          end
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              case
                when (r.place - 1) * 100 < 10 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end
            ) < 1e15 then cast(
              case
                when (r.place - 1) * 100 < 10 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(
        case
          when (r.place - 1) * 100 < 10 * r.customers then case when r.value > 0 then r.value else 0 end
          else 0
        end
      )
    end as top_10,
    case
      when max(
        abs(
          case
            when (r.place - 1) * 100 < 20 * r.customers then case when r.value > 0 then r.value else 0 end
            else 0
          end
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              case
                when (r.place - 1) * 100 < 20 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end
            ) < 1e15 then cast(
              case
                when (r.place - 1) * 100 < 20 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(
        case
          when (r.place - 1) * 100 < 20 * r.customers then case when r.value > 0 then r.value else 0 end
          else 0
        end
      )
    end as top_20
  from "mart_ranked_1" r
) t
where t.customers > 0
union all
select
  'clv_365d' as value,
  t.customers,
  t.customers_below_zero,
  t.value_sum,
  2 * t.placed / nullif(t.customers * t.positive, 0) - cast(t.customers + 1 as double) / t.customers as gini,
  t.top_1 / nullif(t.positive, 0) as top_1_percent_share,
  t.top_5 / nullif(t.positive, 0) as top_5_percent_share,
  t.top_10 / nullif(t.positive, 0) as top_10_percent_share,
  t.top_20 / nullif(t.positive, 0) as top_20_percent_share
from (
  select
    count(*) as customers,
    cast(sum(case when r.value < 0 then 1 else 0 end) as bigint) as customers_below_zero,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum,
    case
      when max(abs(case when r.value > 0 then r.value else 0 end)) < 1e15 then cast(
        sum(
          case
            when abs(case when r.value > 0 then r.value else 0 end) < 1e15 then cast(
              case when r.value > 0 then r.value else 0 end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(case when r.value > 0 then r.value else 0 end)
    end as positive,
    case
      when max(
        abs((r.customers - r.place + 1) * (case when r.value > 0 then r.value else 0 end))
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              (r.customers - r.place + 1) * (case when r.value > 0 then r.value else 0 end)
            ) < 1e15 then cast(
              (r.customers - r.place + 1) * (case when r.value > 0 then r.value else 0 end) as decimal(38,12)
            )
          end
        ) as double
      )
      else sum((r.customers - r.place + 1) * (case when r.value > 0 then r.value else 0 end))
    end as placed,
    case
      when max(
        abs(
          case
            when (r.place - 1) * 100 < 1 * r.customers then case when r.value > 0 then r.value else 0 end
            else 0
          end
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              case
                when (r.place - 1) * 100 < 1 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end
            ) < 1e15 then cast(
              case
                when (r.place - 1) * 100 < 1 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(
        case
          when (r.place - 1) * 100 < 1 * r.customers then case when r.value > 0 then r.value else 0 end else 0
        end
      )
    end as top_1,
    case
      when max(
        abs(
          case
            when (r.place - 1) * 100 < 5 * r.customers then case when r.value > 0 then r.value else 0 end
            else 0
          end
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              case
                when (r.place - 1) * 100 < 5 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end
            ) < 1e15 then cast(
              case
                when (r.place - 1) * 100 < 5 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(
        case
          when (r.place - 1) * 100 < 5 * r.customers then case when r.value > 0 then r.value else 0 end else 0
        end
      )
    end as top_5,
    case
      when max(
        abs(
          case
            when (r.place - 1) * 100 < 10 * r.customers then case when r.value > 0 then r.value else 0 end
            else 0
          end
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              case
                when (r.place - 1) * 100 < 10 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end
            ) < 1e15 then cast(
              case
                when (r.place - 1) * 100 < 10 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(
        case
          when (r.place - 1) * 100 < 10 * r.customers then case when r.value > 0 then r.value else 0 end
          else 0
        end
      )
    end as top_10,
    case
      when max(
        abs(
          case
            when (r.place - 1) * 100 < 20 * r.customers then case when r.value > 0 then r.value else 0 end
            else 0
          end
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              case
                when (r.place - 1) * 100 < 20 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end
            ) < 1e15 then cast(
              case
                when (r.place - 1) * 100 < 20 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(
        case
          when (r.place - 1) * 100 < 20 * r.customers then case when r.value > 0 then r.value else 0 end
          else 0
        end
      )
    end as top_20
  from "mart_ranked_2" r
) t
where t.customers > 0
union all
select
  'residual_clv' as value,
  t.customers,
  t.customers_below_zero,
  t.value_sum,
  2 * t.placed / nullif(t.customers * t.positive, 0) - cast(t.customers + 1 as double) / t.customers as gini,
  t.top_1 / nullif(t.positive, 0) as top_1_percent_share,
  t.top_5 / nullif(t.positive, 0) as top_5_percent_share,
  t.top_10 / nullif(t.positive, 0) as top_10_percent_share,
  t.top_20 / nullif(t.positive, 0) as top_20_percent_share
from (
  select
    count(*) as customers,
    cast(sum(case when r.value < 0 then 1 else 0 end) as bigint) as customers_below_zero,
    case
      when max(abs(r.value)) < 1e15 then cast(
        sum(case when abs(r.value) < 1e15 then cast(r.value as decimal(38,12)) end) as double
      )
      else sum(r.value)
    end as value_sum,
    case
      when max(abs(case when r.value > 0 then r.value else 0 end)) < 1e15 then cast(
        sum(
          case
            when abs(case when r.value > 0 then r.value else 0 end) < 1e15 then cast(
              case when r.value > 0 then r.value else 0 end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(case when r.value > 0 then r.value else 0 end)
    end as positive,
    case
      when max(
        abs((r.customers - r.place + 1) * (case when r.value > 0 then r.value else 0 end))
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              (r.customers - r.place + 1) * (case when r.value > 0 then r.value else 0 end)
            ) < 1e15 then cast(
              (r.customers - r.place + 1) * (case when r.value > 0 then r.value else 0 end) as decimal(38,12)
            )
          end
        ) as double
      )
      else sum((r.customers - r.place + 1) * (case when r.value > 0 then r.value else 0 end))
    end as placed,
    case
      when max(
        abs(
          case
            when (r.place - 1) * 100 < 1 * r.customers then case when r.value > 0 then r.value else 0 end
            else 0
          end
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              case
                when (r.place - 1) * 100 < 1 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end
            ) < 1e15 then cast(
              case
                when (r.place - 1) * 100 < 1 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(
        case
          when (r.place - 1) * 100 < 1 * r.customers then case when r.value > 0 then r.value else 0 end else 0
        end
      )
    end as top_1,
    case
      when max(
        abs(
          case
            when (r.place - 1) * 100 < 5 * r.customers then case when r.value > 0 then r.value else 0 end
            else 0
          end
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              case
                when (r.place - 1) * 100 < 5 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end
            ) < 1e15 then cast(
              case
                when (r.place - 1) * 100 < 5 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(
        case
          when (r.place - 1) * 100 < 5 * r.customers then case when r.value > 0 then r.value else 0 end else 0
        end
      )
    end as top_5,
    case
      when max(
        abs(
          case
            when (r.place - 1) * 100 < 10 * r.customers then case when r.value > 0 then r.value else 0 end
            else 0
          end
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              case
                when (r.place - 1) * 100 < 10 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end
            ) < 1e15 then cast(
              case
                when (r.place - 1) * 100 < 10 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(
        case
          when (r.place - 1) * 100 < 10 * r.customers then case when r.value > 0 then r.value else 0 end
          else 0
        end
      )
    end as top_10,
    case
      when max(
        abs(
          case
            when (r.place - 1) * 100 < 20 * r.customers then case when r.value > 0 then r.value else 0 end
            else 0
          end
        )
      ) < 1e15 then cast(
        sum(
          case
            when abs(
              case
                when (r.place - 1) * 100 < 20 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end
            ) < 1e15 then cast(
              case
                when (r.place - 1) * 100 < 20 * r.customers then case when r.value > 0 then r.value else 0 end
                else 0
              end as decimal(38,12)
            )
          end
        ) as double
      )
      else sum(
        case
          when (r.place - 1) * 100 < 20 * r.customers then case when r.value > 0 then r.value else 0 end
          else 0
        end
      )
    end as top_20
  from "mart_ranked_3" r
) t
where t.customers > 0
