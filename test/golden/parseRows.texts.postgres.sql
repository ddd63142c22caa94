select case
  when btrim(
    cast("c2" as text), '                　'
  ) ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$' then cast(
    btrim(cast("c2" as text), '                　') as date
  )
  when length(btrim(cast("c2" as text), '                　')) between 8 and 10 then (
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
          btrim(cast("c2" as text), '                　'),
          '^([0-9]{1,6})([-/ \\])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])'
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
          when p[8] = '+' then (cast(p[9] as integer) * 3600 + coalesce(cast(p[10] as integer), 0) * 60)
          when p[8] is not null then
          -(cast(p[9] as integer) * 3600 + coalesce(cast(p[10] as integer), 0) * 60)
          when p[7] is not null then 0
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
          btrim(cast("c2" as text), '                　'),
          '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f  ]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:[.,][0-9]*)?)?)?(?:[ \t\n\r\f  ]*((?:UTC|utc|GMT|gmt|UT)?([+−-])([0-9]{1,2}):?([0-9]{2})?|[Zz]|UTC|utc|GMT|gmt|UT)(?:[   ]*(?:\[[^\]]*\]|\([^)]*\)))?)?$'
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
        btrim(cast("c2" as text), '                　'),
        '^[ \t\n\r\f  ]*([0-9]{4})([0-9]{2})([0-9]{1,2})[ \t\n\r\f  ]*$'
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
        btrim(cast("c2" as text), '                　'),
        '^[ \t\n\r\f  ]*([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{1,2})[ \t\n\r\f  ]*$'
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
          when lower(p[2]) in (
            'january',
            'jan',
            'januar',
            'jänner',
            'jÄnner',
            'janner',
            'jän',
            'jÄn',
            'janvier',
            'janv',
            'enero',
            'ene',
            'gennaio',
            'gen',
            'januari',
            'janeiro',
            'styczeń',
            'styczeŃ',
            'styczen',
            'stycznia',
            'sty',
            'tammikuu',
            'tammikuuta',
            'tammi',
            'janúar',
            'janÚar'
          ) then 1
          when lower(p[2]) in (
            'february',
            'feb',
            'februar',
            'feber',
            'februari',
            'février',
            'fÉvrier',
            'fevrier',
            'févr',
            'fÉvr',
            'fevr',
            'fév',
            'fÉv',
            'fev',
            'febrero',
            'febbraio',
            'fevereiro',
            'luty',
            'lutego',
            'lut',
            'helmikuu',
            'helmikuuta',
            'helmi',
            'febrúar',
            'febrÚar'
          ) then 2
          when lower(p[2]) in (
            'march',
            'mar',
            'märz',
            'mÄrz',
            'marz',
            'mär',
            'mÄr',
            'mrz',
            'mars',
            'marzo',
            'maart',
            'mrt',
            'março',
            'marÇo',
            'marco',
            'marzec',
            'marca',
            'marts',
            'maaliskuu',
            'maaliskuuta',
            'maalis'
          ) then 3
          when lower(p[2]) in (
            'april',
            'apr',
            'avril',
            'avr',
            'abril',
            'abr',
            'aprile',
            'kwiecień',
            'kwiecieŃ',
            'kwiecien',
            'kwietnia',
            'kwi',
            'huhtikuu',
            'huhtikuuta',
            'huhti',
            'apríl',
            'aprÍl'
          ) then 4
          when lower(p[2]) in (
            'may',
            'mai',
            'mayo',
            'maggio',
            'mag',
            'mei',
            'maio',
            'maj',
            'maja',
            'toukokuu',
            'toukokuuta',
            'touko',
            'maí',
            'maÍ'
          ) then 5
          when lower(p[2]) in (
            'june',
            'jun',
            'juni',
            'juin',
            'junio',
            'giugno',
            'giu',
            'junho',
            'czerwiec',
            'czerwca',
            'cze',
            'kesäkuu',
            'kesÄkuu',
            'kesakuu',
            'kesäkuuta',
            'kesÄkuuta',
            'kesakuuta',
            'kesä',
            'kesÄ',
            'kesa',
            'júní',
            'jÚnÍ'
          ) then 6
          when lower(p[2]) in (
            'july',
            'jul',
            'juli',
            'juillet',
            'juil',
            'julio',
            'luglio',
            'lug',
            'julho',
            'lipiec',
            'lipca',
            'lip',
            'heinäkuu',
            'heinÄkuu',
            'heinakuu',
            'heinäkuuta',
            'heinÄkuuta',
            'heinakuuta',
            'heinä',
            'heinÄ',
            'heina',
            'júlí',
            'jÚlÍ'
          ) then 7
          when lower(p[2]) in (
            'august',
            'aug',
            'août',
            'aoÛt',
            'aout',
            'aoû',
            'aoÛ',
            'aou',
            'agosto',
            'ago',
            'augustus',
            'augusti',
            'sierpień',
            'sierpieŃ',
            'sierpien',
            'sierpnia',
            'sie',
            'elokuu',
            'elokuuta',
            'elo',
            'ágúst',
            'ÁgÚst',
            'agust'
          ) then 8
          when lower(p[2]) in (
            'september',
            'sep',
            'sept',
            'septembre',
            'septiembre',
            'setiembre',
            'settembre',
            'set',
            'setembro',
            'wrzesień',
            'wrzesieŃ',
            'wrzesien',
            'września',
            'wrzeŚnia',
            'wrzesnia',
            'wrz',
            'syyskuu',
            'syyskuuta',
            'syys'
          ) then 9
          when lower(p[2]) in (
            'october',
            'oct',
            'oktober',
            'okt',
            'octobre',
            'octubre',
            'ottobre',
            'ott',
            'outubro',
            'out',
            'październik',
            'paŹdziernik',
            'pazdziernik',
            'października',
            'paŹdziernika',
            'pazdziernika',
            'paź',
            'paŹ',
            'paz',
            'lokakuu',
            'lokakuuta',
            'loka',
            'október',
            'oktÓber'
          ) then 10
          when lower(p[2]) in (
            'november',
            'nov',
            'novembre',
            'noviembre',
            'novembro',
            'listopad',
            'listopada',
            'lis',
            'marraskuu',
            'marraskuuta',
            'marras',
            'nóvember',
            'nÓvember'
          ) then 11
          when lower(p[2]) in (
            'december',
            'dec',
            'dezember',
            'dez',
            'décembre',
            'dÉcembre',
            'decembre',
            'déc',
            'dÉc',
            'diciembre',
            'dic',
            'dicembre',
            'dezembro',
            'grudzień',
            'grudzieŃ',
            'grudzien',
            'grudnia',
            'gru',
            'desember',
            'des',
            'joulukuu',
            'joulukuuta',
            'joulu'
          ) then 12
        end
      ) as m,
      cast(p[1] as integer) as d,
      (coalesce(cast(p[4] as integer), 0) % 12 + case when lower(substr(p[6], 1, 1)) = 'p' then 12 else 0 end)
      * 3600
      + coalesce(cast(p[5] as integer), 0)
      * 60
      + 0 as s,
      0 as o,
      0 as later,
      (
        case
          when lower(p[2]) in (
            'january',
            'jan',
            'januar',
            'jänner',
            'jÄnner',
            'janner',
            'jän',
            'jÄn',
            'janvier',
            'janv',
            'enero',
            'ene',
            'gennaio',
            'gen',
            'januari',
            'janeiro',
            'styczeń',
            'styczeŃ',
            'styczen',
            'stycznia',
            'sty',
            'tammikuu',
            'tammikuuta',
            'tammi',
            'janúar',
            'janÚar'
          ) then 1
          when lower(p[2]) in (
            'february',
            'feb',
            'februar',
            'feber',
            'februari',
            'février',
            'fÉvrier',
            'fevrier',
            'févr',
            'fÉvr',
            'fevr',
            'fév',
            'fÉv',
            'fev',
            'febrero',
            'febbraio',
            'fevereiro',
            'luty',
            'lutego',
            'lut',
            'helmikuu',
            'helmikuuta',
            'helmi',
            'febrúar',
            'febrÚar'
          ) then 2
          when lower(p[2]) in (
            'march',
            'mar',
            'märz',
            'mÄrz',
            'marz',
            'mär',
            'mÄr',
            'mrz',
            'mars',
            'marzo',
            'maart',
            'mrt',
            'março',
            'marÇo',
            'marco',
            'marzec',
            'marca',
            'marts',
            'maaliskuu',
            'maaliskuuta',
            'maalis'
          ) then 3
          when lower(p[2]) in (
            'april',
            'apr',
            'avril',
            'avr',
            'abril',
            'abr',
            'aprile',
            'kwiecień',
            'kwiecieŃ',
            'kwiecien',
            'kwietnia',
            'kwi',
            'huhtikuu',
            'huhtikuuta',
            'huhti',
            'apríl',
            'aprÍl'
          ) then 4
          when lower(p[2]) in (
            'may',
            'mai',
            'mayo',
            'maggio',
            'mag',
            'mei',
            'maio',
            'maj',
            'maja',
            'toukokuu',
            'toukokuuta',
            'touko',
            'maí',
            'maÍ'
          ) then 5
          when lower(p[2]) in (
            'june',
            'jun',
            'juni',
            'juin',
            'junio',
            'giugno',
            'giu',
            'junho',
            'czerwiec',
            'czerwca',
            'cze',
            'kesäkuu',
            'kesÄkuu',
            'kesakuu',
            'kesäkuuta',
            'kesÄkuuta',
            'kesakuuta',
            'kesä',
            'kesÄ',
            'kesa',
            'júní',
            'jÚnÍ'
          ) then 6
          when lower(p[2]) in (
            'july',
            'jul',
            'juli',
            'juillet',
            'juil',
            'julio',
            'luglio',
            'lug',
            'julho',
            'lipiec',
            'lipca',
            'lip',
            'heinäkuu',
            'heinÄkuu',
            'heinakuu',
            'heinäkuuta',
            'heinÄkuuta',
            'heinakuuta',
            'heinä',
            'heinÄ',
            'heina',
            'júlí',
            'jÚlÍ'
          ) then 7
          when lower(p[2]) in (
            'august',
            'aug',
            'août',
            'aoÛt',
            'aout',
            'aoû',
            'aoÛ',
            'aou',
            'agosto',
            'ago',
            'augustus',
            'augusti',
            'sierpień',
            'sierpieŃ',
            'sierpien',
            'sierpnia',
            'sie',
            'elokuu',
            'elokuuta',
            'elo',
            'ágúst',
            'ÁgÚst',
            'agust'
          ) then 8
          when lower(p[2]) in (
            'september',
            'sep',
            'sept',
            'septembre',
            'septiembre',
            'setiembre',
            'settembre',
            'set',
            'setembro',
            'wrzesień',
            'wrzesieŃ',
            'wrzesien',
            'września',
            'wrzeŚnia',
            'wrzesnia',
            'wrz',
            'syyskuu',
            'syyskuuta',
            'syys'
          ) then 9
          when lower(p[2]) in (
            'october',
            'oct',
            'oktober',
            'okt',
            'octobre',
            'octubre',
            'ottobre',
            'ott',
            'outubro',
            'out',
            'październik',
            'paŹdziernik',
            'pazdziernik',
            'października',
            'paŹdziernika',
            'pazdziernika',
            'paź',
            'paŹ',
            'paz',
            'lokakuu',
            'lokakuuta',
            'loka',
            'október',
            'oktÓber'
          ) then 10
          when lower(p[2]) in (
            'november',
            'nov',
            'novembre',
            'noviembre',
            'novembro',
            'listopad',
            'listopada',
            'lis',
            'marraskuu',
            'marraskuuta',
            'marras',
            'nóvember',
            'nÓvember'
          ) then 11
          when lower(p[2]) in (
            'december',
            'dec',
            'dezember',
            'dez',
            'décembre',
            'dÉcembre',
            'decembre',
            'déc',
            'dÉc',
            'diciembre',
            'dic',
            'dicembre',
            'dezembro',
            'grudzień',
            'grudzieŃ',
            'grudzien',
            'grudnia',
            'gru',
            'desember',
            'des',
            'joulukuu',
            'joulukuuta',
            'joulu'
          ) then 12
        end
      ) between 1 and 12
      and coalesce(cast(p[5] as integer), 0) < 60
      and 0 < 60
      and coalesce(cast(p[4] as integer), 0) between 1 and 12 as ok
    from (
      select regexp_match(
        btrim(cast("c2" as text), '                　'),
        '^[ \t\n\r\f  ]*([0-9]{1,2})(?:st|nd|rd|th|er|º|ª)?[ \t\n\r\f  ]+([^0-9\s.,/()  -]{3,12})\.?[ \t\n\r\f  ]+([0-9]{1,4})[ \t\n\r\f  ]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f  ]+([AaPp]\.?[   ]?[Mm]\.?)[ \t\n\r\f  ]*$'
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
        btrim(cast("c2" as text), '                　'),
        '^[ \t\n\r\f  ]*([0-9]{1,4})\-([0-9]{1,3})[ \t\n\r\f  ]*$'
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
        when p[8] = '+' then (cast(p[9] as integer) * 3600 + coalesce(cast(p[10] as integer), 0) * 60)
        when p[8] is not null then -(cast(p[9] as integer) * 3600 + coalesce(cast(p[10] as integer), 0) * 60)
        when p[7] is not null then 0
      end as o,
      0 as later,
      cast(p[2] as integer) between 1 and 12
      and coalesce(cast(p[5] as integer), 0) < 60
      and coalesce(cast(p[6] as integer), 0) < 60
      and coalesce(cast(p[4] as integer), 0) < 24 as ok
    from (
      select regexp_match(
        btrim(cast("c2" as text), '                　'),
        '^[ \t\n\r\f  ]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})((?:UTC|utc|GMT|gmt|UT)?([+−-])([0-9]{1,2}):?([0-9]{2})?|[Zz]|UTC|utc|GMT|gmt|UT)(?:[   ]*(?:\[[^\]]*\]|\([^)]*\)))?[ \t\n\r\f  ]*$'
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
        select div(
          case
            when length("c2") <= 250
              and "c2" ~ '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*$' then cast(
                replace("c2", '_', '') as numeric
              )
          end,
          1000
        ) / 1000000 as n offset 0
      ) v
    )
  ) as date
) as day
from "source"
union all
select cast(
  timezone(
    'Europe/Berlin',
    timezone(
      'UTC',
      (
        select case
          when n >= 61 then timestamp '1899-12-30' + round(n * 86400000) * interval '1 millisecond'
        end
        from (
          select case
            when btrim(cast("c2" as text), '                　') ~ '^([0-9]{2,6})(?:[.,]([0-9]*))?$' then cast(
              replace(btrim(cast("c2" as text), '                　'), ',', '.') as double precision
            )
          end as n offset 0
        ) v
      )
    )
  ) as date
) as day
from "source"
