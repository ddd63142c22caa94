select
  m.k,
  coalesce(case m.k when 1 then purchases_1 when 2 then purchases_2 end, 0) as purchases,
  coalesce(case m.k when 1 then revenue_1 when 2 then revenue_2 end, 0) as revenue,
  coalesce(case m.k when 1 then margin_1 when 2 then margin_2 end, 0) as margin
from (
  select
    case
      when max(abs(h.customers * e.purchases_1)) < 1e15 then cast(
        sum(
          case
            when abs(h.customers * e.purchases_1) < 1e15 then cast(
              h.customers * e.purchases_1 as decimal(38,12)
            )
          end
        ) as double precision
      )
      else sum(h.customers * e.purchases_1)
    end as purchases_1,
    case
      when max(abs(h.spend * e.value_1)) < 1e15 then cast(
        sum(
          case when abs(h.spend * e.value_1) < 1e15 then cast(h.spend * e.value_1 as decimal(38,12)) end
        ) as double precision
      )
      else sum(h.spend * e.value_1)
    end as revenue_1,
    case
      when max(abs(h.earned * e.value_1)) < 1e15 then cast(
        sum(
          case when abs(h.earned * e.value_1) < 1e15 then cast(h.earned * e.value_1 as decimal(38,12)) end
        ) as double precision
      )
      else sum(h.earned * e.value_1)
    end as margin_1,
    case
      when max(abs(h.customers * e.purchases_2)) < 1e15 then cast(
        sum(
          case
            when abs(h.customers * e.purchases_2) < 1e15 then cast(
              h.customers * e.purchases_2 as decimal(38,12)
            )
          end
        ) as double precision
      )
      else sum(h.customers * e.purchases_2)
    end as purchases_2,
    case
      when max(abs(h.spend * e.value_2)) < 1e15 then cast(
        sum(
          case when abs(h.spend * e.value_2) < 1e15 then cast(h.spend * e.value_2 as decimal(38,12)) end
        ) as double precision
      )
      else sum(h.spend * e.value_2)
    end as revenue_2,
    case
      when max(abs(h.earned * e.value_2)) < 1e15 then cast(
        sum(
          case when abs(h.earned * e.value_2) < 1e15 then cast(h.earned * e.value_2 as decimal(38,12)) end
        ) as double precision
      )
      else sum(h.earned * e.value_2)
    end as margin_2
  from (
    select
      c.x,
      c.t_x,
      c.t_cal,
      count(*) as customers,
      case
        when max(abs(coalesce(s.expected_spend, cast('20' as double precision)))) < 1e15 then cast(
          sum(
            case
              when abs(coalesce(s.expected_spend, cast('20' as double precision))) < 1e15 then cast(
                coalesce(s.expected_spend, cast('20' as double precision)) as decimal(38,12)
              )
            end
          ) as double precision
        )
        else sum(coalesce(s.expected_spend, cast('20' as double precision)))
      end as spend,
      case
        when max(
          abs(coalesce(s.expected_spend, cast('20' as double precision)) * cast('0.4' as double precision))
        ) < 1e15 then cast(
          sum(
            case
              when abs(
                coalesce(s.expected_spend, cast('20' as double precision)) * cast('0.4' as double precision)
              ) < 1e15 then cast(
                coalesce(s.expected_spend, cast('20' as double precision))
                * cast('0.4' as double precision) as decimal(38,12)
              )
            end
          ) as double precision
        )
        else sum(coalesce(s.expected_spend, cast('20' as double precision)) * cast('0.4' as double precision))
      end as earned
    from "customers" c
    join "scores" s on s.customer_id = c.customer_id
    group by c.x, c.t_x, c.t_cal
  ) h
  join "mart_expected_months" e on e.x = h.x and e.t_x = h.t_x and e.t_cal = h.t_cal
) w
cross join (values (1), (2)) m(k)
