select case
  when sum(spent) > 0 then case
    when max(abs(rate * spent)) < 1e15 then cast(
      sum(
        case when abs(rate * spent) < 1e15 then cast(rate * spent as decimal(38,12)) end
      ) as double precision
    )
    else sum(rate * spent)
  end
  / case
    when max(abs(spent)) < 1e15 then cast(
      sum(case when abs(spent) < 1e15 then cast(spent as decimal(38,12)) end) as double precision
    )
    else sum(spent)
  end
  else case
    when max(abs(rate)) < 1e15 then cast(
      sum(case when abs(rate) < 1e15 then cast(rate as decimal(38,12)) end) as double precision
    )
    else sum(rate)
  end
  / count(*)
end as rate
from (
  select
    case
      when c."attr_channel" = 'web' then cast('0.3' as double precision)
      when c."attr_channel" = 'o''app' then cast('0.4' as double precision)
      else cast('0.35' as double precision)
    end as rate,
    greatest(cast(c.total_spend as double precision), 0) as spent
  from "customers" c
) m
