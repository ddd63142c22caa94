select case
  when trim(cast("c2" as text)) ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$' then cast(
    trim(cast("c2" as text)) as date
  )
  when length(trim(cast("c2" as text))) between 8 and 10 then (
    select case
      when ok
        and y > 0
        and d between 1 and 31 then case
          when extract(day from make_date(y, m, 1) + (d - 1)) = d then cast(
            ((make_date(y, m, 1) + (d - 1) + later) + (0) * interval '1 second') as date
          )
        end
    end
    from (
      select
        cast(p[1] as integer) as y,
        cast(p[3] as integer) as m,
        cast(p[4] as integer) as d,
        0 as s,
        0 as o,
        0 as later,
        cast(p[3] as integer) between 1 and 12 as ok
      from (
        select regexp_match(
          trim(cast("c2" as text)), '^([0-9]{1,6})([-/ \\])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])'
        ) as p offset 0
      ) g
      where p is not null offset 0
    ) v
  )
  else (
    select case
      when ok
        and y > 0
        and d between 1 and 31 then case
          when extract(day from make_date(y, m, 1) + (d - 1)) = d then case
            when o is null then cast(
              timezone(
                'Europe/Berlin',
                timezone('UTC', ((make_date(y, m, 1) + (d - 1) + later) + (s) * interval '1 second'))
              ) as date
            )
            else cast(
              timezone(
                'Europe/Berlin',
                timezone(
                  'UTC', ((make_date(y, m, 1) + (d - 1) + later) + (coalesce(s, 0) - o) * interval '1 second')
                )
              ) as date
            )
          end
        end
    end
    from (
      select
        cast(p[1] as integer) as y,
        cast(p[2] as integer) as m,
        cast(p[3] as integer) as d,
        coalesce(cast(p[4] as integer), 0)
        * 3600
        + coalesce(cast(p[5] as integer), 0)
        * 60
        + coalesce(cast(p[6] as integer), 0) as s,
        case
          when p[7] = 'Z' then 0
          when left(p[7], 1) = '-' then
          -(
            cast(substr(p[7], 2, 2) as integer)
            * 3600
            + case when length(p[7]) > 3 then cast(right(p[7], 2) as integer) else 0 end
            * 60
          )
          else (
            cast(substr(p[7], 2, 2) as integer)
            * 3600
            + case when length(p[7]) > 3 then cast(right(p[7], 2) as integer) else 0 end
            * 60
          )
        end as o,
        0 as later,
        cast(p[2] as integer) between 1 and 12
        and coalesce(cast(p[5] as integer), 0) < 60
        and coalesce(cast(p[6] as integer), 0) < 60
        and coalesce(cast(p[4] as integer), 0)
        * 3600
        + coalesce(cast(p[5] as integer), 0)
        * 60
        + coalesce(cast(p[6] as integer), 0) <= 86400 as ok
      from (
        select regexp_match(
          trim(cast("c2" as text)),
          '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?$'
        ) as p offset 0
      ) g
      where p is not null offset 0
    ) v
  )
end as day
from "source"
union all
select (
  select case
    when ok
      and y > 0
      and d between 1 and 31 then case
        when extract(day from make_date(y, m, 1) + (d - 1)) = d then cast(
          ((make_date(y, m, 1) + (d - 1) + later) + (0) * interval '1 second') as date
        )
      end
  end
  from (
    select
      cast(p[1] as integer) as y,
      cast(p[2] as integer) as m,
      cast(p[3] as integer) as d,
      0 as s,
      0 as o,
      0 as later,
      cast(p[2] as integer) between 1 and 12 as ok
    from (
      select regexp_match(
        trim(cast("c2" as text)), '^[ \t\n\r\f]*([0-9]{4})([0-9]{2})([0-9]{1,2})[ \t\n\r\f]*$'
      ) as p offset 0
    ) g
    where p is not null offset 0
  ) v
) as day
from "source"
union all
select cast(
  timezone(
    'Europe/Berlin',
    (
      select case
        when abs(n) < 1e11 then timestamp
        with time zone 'epoch' + cast(round(n, 6) as double precision) * interval '1 second'
      end
      from (
        select case
          when length("c2") <= 250
            and "c2" ~ '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*$' then cast(
              replace("c2", '_', '') as numeric
            )
        end / 1 as n offset 0
      ) v
    )
  ) as date
) as day
from "source"
union all
select cast(
  timezone(
    'Europe/Berlin',
    (
      select case
        when abs(n) < 1e11 then timestamp
        with time zone 'epoch' + cast(round(n, 6) as double precision) * interval '1 second'
      end
      from (
        select case
          when length("c2") <= 250
            and "c2" ~ '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*$' then cast(
              replace("c2", '_', '') as numeric
            )
        end / 1000 as n offset 0
      ) v
    )
  ) as date
) as day
from "source"
union all
select (
  select case
    when ok
      and y > 0
      and d between 1 and 31 then case
        when extract(day from make_date(y, m, 1) + (d - 1)) = d then cast(
          timezone(
            'Europe/Berlin',
            timezone('UTC', ((make_date(y, m, 1) + (d - 1) + later) + (0) * interval '1 second'))
          ) as date
        )
      end
  end
  from (
    select
      (cast(p[3] as integer) + case when cast(p[3] as integer) < 69 then 2000 else 1900 end) as y,
      cast(p[2] as integer) as m,
      cast(p[1] as integer) as d,
      0 as s,
      0 as o,
      0 as later,
      cast(p[2] as integer) between 1 and 12 as ok
    from (
      select regexp_match(
        trim(cast("c2" as text)), '^[ \t\n\r\f]*([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{1,2})[ \t\n\r\f]*$'
      ) as p offset 0
    ) g
    where p is not null offset 0
  ) v
) as day
from "source"
union all
select (
  select case
    when ok
      and y > 0
      and d between 1 and 31 then case
        when extract(day from make_date(y, m, 1) + (d - 1)) = d then cast(
          timezone(
            'Europe/Berlin',
            timezone('UTC', ((make_date(y, m, 1) + (d - 1) + later) + (s) * interval '1 second'))
          ) as date
        )
      end
  end
  from (
    select
      cast(p[3] as integer) as y,
      (
        case
          lower(substr(p[2], 1, 3))
          when 'jan' then 1
          when 'feb' then 2
          when 'mar' then 3
          when 'apr' then 4
          when 'may' then 5
          when 'jun' then 6
          when 'jul' then 7
          when 'aug' then 8
          when 'sep' then 9
          when 'oct' then 10
          when 'nov' then 11
          when 'dec' then 12
        end
      ) as m,
      cast(p[1] as integer) as d,
      (coalesce(cast(p[4] as integer), 0) % 12 + case when lower(p[6]) = 'pm' then 12 else 0 end)
      * 3600
      + coalesce(cast(p[5] as integer), 0)
      * 60
      + 0 as s,
      0 as o,
      0 as later,
      (
        case
          lower(substr(p[2], 1, 3))
          when 'jan' then 1
          when 'feb' then 2
          when 'mar' then 3
          when 'apr' then 4
          when 'may' then 5
          when 'jun' then 6
          when 'jul' then 7
          when 'aug' then 8
          when 'sep' then 9
          when 'oct' then 10
          when 'nov' then 11
          when 'dec' then 12
        end
      ) between 1 and 12
      and coalesce(cast(p[5] as integer), 0) < 60
      and 0 < 60
      and coalesce(cast(p[4] as integer), 0) between 1 and 12 as ok
    from (
      select regexp_match(
        trim(cast("c2" as text)),
        '^[ \t\n\r\f]*([0-9]{1,2})[ \t\n\r\f]+([Jj][Aa][Nn]|[Ff][Ee][Bb]|[Mm][Aa][Rr]|[Aa][Pp][Rr]|[Mm][Aa][Yy]|[Jj][Uu][Nn]|[Jj][Uu][Ll]|[Aa][Uu][Gg]|[Ss][Ee][Pp]|[Oo][Cc][Tt]|[Nn][Oo][Vv]|[Dd][Ee][Cc])[ \t\n\r\f]+([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]+([AaPp][Mm])[ \t\n\r\f]*$'
      ) as p offset 0
    ) g
    where p is not null offset 0
  ) v
) as day
from "source"
union all
select (
  select case
    when ok
      and y > 0
      and d between 1 and 31 then case
        when extract(day from make_date(y, m, 1) + (d - 1)) = d then cast(
          timezone(
            'Europe/Berlin',
            timezone('UTC', ((make_date(y, m, 1) + (d - 1) + later) + (0) * interval '1 second'))
          ) as date
        )
      end
  end
  from (
    select
      cast(p[1] as integer) as y,
      1 as m,
      1 as d,
      0 as s,
      0 as o,
      cast(p[2] as integer) - 1 as later,
      1 between 1 and 12 and cast(p[2] as integer) between 1 and 366 as ok
    from (
      select regexp_match(
        trim(cast("c2" as text)), '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,3})[ \t\n\r\f]*$'
      ) as p offset 0
    ) g
    where p is not null offset 0
  ) v
) as day
from "source"
union all
select (
  select case
    when ok
      and y > 0
      and d between 1 and 31 then case
        when extract(day from make_date(y, m, 1) + (d - 1)) = d then case
          when o is null then cast(
            timezone(
              'Europe/Berlin',
              timezone('UTC', ((make_date(y, m, 1) + (d - 1) + later) + (s) * interval '1 second'))
            ) as date
          )
          else cast(
            timezone(
              'Europe/Berlin',
              timezone(
                'UTC', ((make_date(y, m, 1) + (d - 1) + later) + (coalesce(s, 0) - o) * interval '1 second')
              )
            ) as date
          )
        end
      end
  end
  from (
    select
      cast(p[1] as integer) as y,
      cast(p[2] as integer) as m,
      cast(p[3] as integer) as d,
      coalesce(cast(p[4] as integer), 0)
      * 3600
      + coalesce(cast(p[5] as integer), 0)
      * 60
      + coalesce(cast(p[6] as integer), 0) as s,
      case
        when p[7] = 'Z' then 0
        when left(p[7], 1) = '-' then
        -(
          cast(substr(p[7], 2, 2) as integer)
          * 3600
          + case when length(p[7]) > 3 then cast(right(p[7], 2) as integer) else 0 end
          * 60
        )
        else (
          cast(substr(p[7], 2, 2) as integer)
          * 3600
          + case when length(p[7]) > 3 then cast(right(p[7], 2) as integer) else 0 end
          * 60
        )
      end as o,
      0 as later,
      cast(p[2] as integer) between 1 and 12
      and coalesce(cast(p[5] as integer), 0) < 60
      and coalesce(cast(p[6] as integer), 0) < 60
      and coalesce(cast(p[4] as integer), 0) < 24 as ok
    from (
      select regexp_match(
        trim(cast("c2" as text)),
        '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*$'
      ) as p offset 0
    ) g
    where p is not null offset 0
  ) v
) as day
from "source"
