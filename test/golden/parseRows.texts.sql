select case
  when strlen("c2") <= 10
    and "c2" >= '0' then case when "c2" < ':' and length("c2") >= 8 then try_cast("c2" as date) end
  when strlen("c2") = 19
    and "c2" >= '1'
    and "c2" < ':'
    and "c2"[5] = '-'
    and "c2"[17] = ':' then cast(
      timezone('Europe/Berlin', timezone('UTC', try_cast("c2" as timestamp))) as date
    )
  when length(trim("c2")) <= 10 then case
    when trim("c2") >= '0' then case
      when trim("c2") < ':' and length(trim("c2")) >= 8 then try_cast(trim("c2") as date)
    end
  end
  when not regexp_matches(trim("c2"), '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T]') then null
  when regexp_matches(trim("c2"), '([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)$') then cast(
    timezone('Europe/Berlin', try_cast(trim("c2") as timestamptz)) as date
  )
  else cast(timezone('Europe/Berlin', timezone('UTC', try_cast(trim("c2") as timestamp))) as date)
end as day
from "source"
union all
select cast(try_strptime(trim(cast("c2" as varchar)), '%Y%m%d') as date) as day
from "source"
union all
select cast(
  timezone(
    'Europe/Berlin',
    case
      when abs(try_cast("c2" as double)) < 100000000000 then make_timestamptz(
        cast(try_cast("c2" as double) * 1000000 as bigint)
      )
    end
  ) as date
) as day
from "source"
union all
select cast(
  timezone(
    'Europe/Berlin',
    case
      when abs(try_cast("c2" as double)) < 100000000000000 then make_timestamptz(
        cast(try_cast("c2" as double) * 1000 as bigint)
      )
    end
  ) as date
) as day
from "source"
union all
select cast(timezone('Europe/Berlin', timezone('UTC', try_strptime(trim("c2"), '%d/%m/%y'))) as date) as day
from "source"
union all
select cast(
  timezone('Europe/Berlin', timezone('UTC', try_strptime(trim("c2"), '%d %b %Y %I:%M %p'))) as date
) as day
from "source"
union all
select cast(timezone('Europe/Berlin', timezone('UTC', try_strptime(trim("c2"), '%Y-%j'))) as date) as day
from "source"
union all
select cast(timezone('Europe/Berlin', try_strptime(trim("c2"), '%Y-%m-%dT%H:%M:%S%z')) as date) as day
from "source"
