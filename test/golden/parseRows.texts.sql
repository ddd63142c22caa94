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
  when regexp_matches(trim("c2"), '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T]') then coalesce(
    case
      when regexp_matches(trim("c2"), ':[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)$') then cast(
        timezone('Europe/Berlin', try_cast(trim("c2") as timestamptz)) as date
      )
      when suffix(trim("c2"), ' UTC') then cast(
        timezone('Europe/Berlin', timezone('UTC', try_cast(trim("c2") as timestamp))) as date
      )
      when trim("c2")[20] = ' '
        and trim("c2")[21] in ('+', '-')
        and strlen(trim("c2")) > 22 then cast(
          timezone(
            'Europe/Berlin', try_cast(left(trim("c2"), 19) || substr(trim("c2"), 21) as timestamptz)
          ) as date
        )
      when right(trim("c2"), 1) between '0' and '9' then cast(
        timezone('Europe/Berlin', timezone('UTC', try_cast(trim("c2") as timestamp))) as date
      )
    end,
    list_transform(
      [regexp_extract(
        trim("c2"),
        '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f  ]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:[.,][0-9]*)?)?)?(?:[ \t\n\r\f  ]*((?:UTC|utc|GMT|gmt|UT)?([+−-])([0-9]{1,2}):?([0-9]{2})?|[Zz]|UTC|utc|GMT|gmt|UT)(?:[   ]*(?:\[[^\]]*\]|\([^)]*\)))?)?$',
        ['g1',
        'g2',
        'g3',
        'g4',
        'g5',
        'g6',
        'g7',
        'g8',
        'g9',
        'g10']
      )],
      lambda p: case
        when nullif(p.g1, '') is not null then case
          when cast(nullif(p.g2, '') as integer) between 1 and 12
            and coalesce(cast(nullif(p.g5, '') as integer), 0) < 60
            and coalesce(cast(nullif(p.g6, '') as integer), 0) < 60
            and coalesce(cast(nullif(p.g4, '') as integer), 0)
            * 3600
            + coalesce(cast(nullif(p.g5, '') as integer), 0)
            * 60
            + coalesce(cast(nullif(p.g6, '') as integer), 0) <= 86400 then case
              when case
                when nullif(p.g8, '') = '+' then (
                  cast(nullif(p.g9, '') as integer)
                  * 3600
                  + coalesce(cast(nullif(p.g10, '') as integer), 0)
                  * 60
                )
                when nullif(p.g8, '') is not null then
                -(
                  cast(nullif(p.g9, '') as integer)
                  * 3600
                  + coalesce(cast(nullif(p.g10, '') as integer), 0)
                  * 60
                )
                when nullif(p.g7, '') is not null then 0
              end is not null then cast(
                timezone(
                  'Europe/Berlin',
                  timezone(
                    'UTC',
                    (
                      cast(
                        try_cast(
                          printf(
                            '%04d-%d-%d',
                            cast(nullif(p.g1, '') as integer),
                            cast(nullif(p.g2, '') as integer),
                            cast(nullif(p.g3, '') as integer)
                          ) as date
                        ) as timestamp
                      )
                      + to_seconds(
                        coalesce(cast(nullif(p.g4, '') as integer), 0)
                        * 3600
                        + coalesce(cast(nullif(p.g5, '') as integer), 0)
                        * 60
                        + coalesce(cast(nullif(p.g6, '') as integer), 0)
                        - case
                          when nullif(p.g8, '') = '+' then (
                            cast(nullif(p.g9, '') as integer)
                            * 3600
                            + coalesce(cast(nullif(p.g10, '') as integer), 0)
                            * 60
                          )
                          when nullif(p.g8, '') is not null then
                          -(
                            cast(nullif(p.g9, '') as integer)
                            * 3600
                            + coalesce(cast(nullif(p.g10, '') as integer), 0)
                            * 60
                          )
                          when nullif(p.g7, '') is not null then 0
                        end
                      )
                    )
                  )
                ) as date
              )
              else cast(
                timezone(
                  'Europe/Berlin',
                  timezone(
                    'UTC',
                    (
                      cast(
                        try_cast(
                          printf(
                            '%04d-%d-%d',
                            cast(nullif(p.g1, '') as integer),
                            cast(nullif(p.g2, '') as integer),
                            cast(nullif(p.g3, '') as integer)
                          ) as date
                        ) as timestamp
                      )
                      + to_seconds(
                        coalesce(cast(nullif(p.g4, '') as integer), 0)
                        * 3600
                        + coalesce(cast(nullif(p.g5, '') as integer), 0)
                        * 60
                        + coalesce(cast(nullif(p.g6, '') as integer), 0)
                      )
                    )
                  )
                ) as date
              )
            end
        end
      end
    )[1]
  )
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
select coalesce(
  cast(timezone('Europe/Berlin', timezone('UTC', try_strptime(trim("c2"), '%d/%m/%y'))) as date),
  list_transform(
    [regexp_extract(
      trim("c2"), '^[ \t\n\r\f  ]*([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{1,2})[ \t\n\r\f  ]*$', ['g1', 'g2', 'g3']
    )],
    lambda p: case
      when nullif(p.g3, '') is not null then case
        when cast(nullif(p.g2, '') as integer) between 1 and 12 then cast(
          timezone(
            'Europe/Berlin',
            timezone(
              'UTC',
              cast(
                try_cast(
                  printf(
                    '%04d-%d-%d',
                    (
                      cast(nullif(p.g3, '') as integer)
                      + case when cast(nullif(p.g3, '') as integer) < 69 then 2000 else 1900 end
                    ),
                    cast(nullif(p.g2, '') as integer),
                    cast(nullif(p.g1, '') as integer)
                  ) as date
                ) as timestamp
              )
            )
          ) as date
        )
      end
    end
  )[1]
) as day
from "source"
union all
select coalesce(
  cast(timezone('Europe/Berlin', timezone('UTC', try_strptime(trim("c2"), '%d %b %Y %I:%M %p'))) as date),
  list_transform(
    [regexp_extract(
      trim("c2"),
      '^[ \t\n\r\f  ]*([0-9]{1,2})(?:st|nd|rd|th|er|º|ª)?[ \t\n\r\f  ]+([^0-9\s.,/()  -]{3,12})\.?[ \t\n\r\f  ]+([0-9]{1,4})[ \t\n\r\f  ]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f  ]+([AaPp]\.?[   ]?[Mm]\.?)[ \t\n\r\f  ]*$',
      ['g1',
      'g2',
      'g3',
      'g4',
      'g5',
      'g6']
    )],
    lambda p: case
      when nullif(p.g3, '') is not null then case
        when (
          case
            when lower(nullif(p.g2, '')) in (
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
            when lower(nullif(p.g2, '')) in (
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
            when lower(nullif(p.g2, '')) in (
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
            when lower(nullif(p.g2, '')) in (
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
            when lower(nullif(p.g2, '')) in (
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
            when lower(nullif(p.g2, '')) in (
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
            when lower(nullif(p.g2, '')) in (
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
            when lower(nullif(p.g2, '')) in (
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
            when lower(nullif(p.g2, '')) in (
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
            when lower(nullif(p.g2, '')) in (
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
            when lower(nullif(p.g2, '')) in (
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
            when lower(nullif(p.g2, '')) in (
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
          and coalesce(cast(nullif(p.g5, '') as integer), 0) < 60
          and 0 < 60
          and coalesce(cast(nullif(p.g4, '') as integer), 0) between 1 and 12 then cast(
            timezone(
              'Europe/Berlin',
              timezone(
                'UTC',
                (
                  cast(
                    try_cast(
                      printf(
                        '%04d-%d-%d',
                        cast(nullif(p.g3, '') as integer),
                        (
                          case
                            when lower(nullif(p.g2, '')) in (
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
                            when lower(nullif(p.g2, '')) in (
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
                            when lower(nullif(p.g2, '')) in (
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
                            when lower(nullif(p.g2, '')) in (
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
                            when lower(nullif(p.g2, '')) in (
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
                            when lower(nullif(p.g2, '')) in (
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
                            when lower(nullif(p.g2, '')) in (
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
                            when lower(nullif(p.g2, '')) in (
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
                            when lower(nullif(p.g2, '')) in (
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
                            when lower(nullif(p.g2, '')) in (
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
                            when lower(nullif(p.g2, '')) in (
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
                            when lower(nullif(p.g2, '')) in (
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
                        ),
                        cast(nullif(p.g1, '') as integer)
                      ) as date
                    ) as timestamp
                  )
                  + to_seconds(
                    (
                      coalesce(cast(nullif(p.g4, '') as integer), 0) % 12
                      + case when lower(substr(nullif(p.g6, ''), 1, 1)) = 'p' then 12 else 0 end
                    )
                    * 3600
                    + coalesce(cast(nullif(p.g5, '') as integer), 0)
                    * 60
                    + 0
                  )
                )
              )
            ) as date
          )
      end
    end
  )[1]
) as day
from "source"
union all
select coalesce(
  cast(timezone('Europe/Berlin', timezone('UTC', try_strptime(trim("c2"), '%Y-%j'))) as date),
  list_transform(
    [regexp_extract(trim("c2"), '^[ \t\n\r\f  ]*([0-9]{1,4})\-([0-9]{1,3})[ \t\n\r\f  ]*$', ['g1', 'g2'])],
    lambda p: case
      when nullif(p.g1, '') is not null then case
        when 1 between 1 and 12
          and cast(nullif(p.g2, '') as integer) between 1 and 366 then cast(
            timezone(
              'Europe/Berlin',
              timezone(
                'UTC',
                cast(
                  (
                    try_cast(printf('%04d-%d-%d', cast(nullif(p.g1, '') as integer), 1, 1) as date)
                    + cast(nullif(p.g2, '') as integer)
                    - 1
                  ) as timestamp
                )
              )
            ) as date
          )
      end
    end
  )[1]
) as day
from "source"
union all
select coalesce(
  cast(timezone('Europe/Berlin', try_strptime(trim("c2"), '%Y-%m-%dT%H:%M:%S%z')) as date),
  list_transform(
    [regexp_extract(
      trim("c2"),
      '^[ \t\n\r\f  ]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})((?:UTC|utc|GMT|gmt|UT)?([+−-])([0-9]{1,2}):?([0-9]{2})?|[Zz]|UTC|utc|GMT|gmt|UT)(?:[   ]*(?:\[[^\]]*\]|\([^)]*\)))?[ \t\n\r\f  ]*$',
      ['g1',
      'g2',
      'g3',
      'g4',
      'g5',
      'g6',
      'g7',
      'g8',
      'g9',
      'g10']
    )],
    lambda p: case
      when nullif(p.g1, '') is not null then case
        when cast(nullif(p.g2, '') as integer) between 1 and 12
          and coalesce(cast(nullif(p.g5, '') as integer), 0) < 60
          and coalesce(cast(nullif(p.g6, '') as integer), 0) < 60
          and coalesce(cast(nullif(p.g4, '') as integer), 0) < 24 then case
            when case
              when nullif(p.g8, '') = '+' then (
                cast(nullif(p.g9, '') as integer)
                * 3600
                + coalesce(cast(nullif(p.g10, '') as integer), 0)
                * 60
              )
              when nullif(p.g8, '') is not null then
              -(
                cast(nullif(p.g9, '') as integer)
                * 3600
                + coalesce(cast(nullif(p.g10, '') as integer), 0)
                * 60
              )
              when nullif(p.g7, '') is not null then 0
            end is not null then cast(
              timezone(
                'Europe/Berlin',
                timezone(
                  'UTC',
                  (
                    cast(
                      try_cast(
                        printf(
                          '%04d-%d-%d',
                          cast(nullif(p.g1, '') as integer),
                          cast(nullif(p.g2, '') as integer),
                          cast(nullif(p.g3, '') as integer)
                        ) as date
                      ) as timestamp
                    )
                    + to_seconds(
                      coalesce(cast(nullif(p.g4, '') as integer), 0)
                      * 3600
                      + coalesce(cast(nullif(p.g5, '') as integer), 0)
                      * 60
                      + coalesce(cast(nullif(p.g6, '') as integer), 0)
                      - case
                        when nullif(p.g8, '') = '+' then (
                          cast(nullif(p.g9, '') as integer)
                          * 3600
                          + coalesce(cast(nullif(p.g10, '') as integer), 0)
                          * 60
                        )
                        when nullif(p.g8, '') is not null then
                        -(
                          cast(nullif(p.g9, '') as integer)
                          * 3600
                          + coalesce(cast(nullif(p.g10, '') as integer), 0)
                          * 60
                        )
                        when nullif(p.g7, '') is not null then 0
                      end
                    )
                  )
                )
              ) as date
            )
            else cast(
              timezone(
                'Europe/Berlin',
                timezone(
                  'UTC',
                  (
                    cast(
                      try_cast(
                        printf(
                          '%04d-%d-%d',
                          cast(nullif(p.g1, '') as integer),
                          cast(nullif(p.g2, '') as integer),
                          cast(nullif(p.g3, '') as integer)
                        ) as date
                      ) as timestamp
                    )
                    + to_seconds(
                      coalesce(cast(nullif(p.g4, '') as integer), 0)
                      * 3600
                      + coalesce(cast(nullif(p.g5, '') as integer), 0)
                      * 60
                      + coalesce(cast(nullif(p.g6, '') as integer), 0)
                    )
                  )
                )
              ) as date
            )
          end
      end
    end
  )[1]
) as day
from "source"
union all
select cast(
  timezone(
    'Europe/Berlin',
    case
      when abs(try_cast("c2" as decimal(38,6))) < 1e11
      * 1000000000 then make_timestamptz(cast(trunc(try_cast("c2" as decimal(38,6))) as bigint) // 1000)
    end
  ) as date
) as day
from "source"
union all
select cast(
  timezone(
    'Europe/Berlin',
    timezone(
      'UTC',
      case
        when regexp_matches(trim("c2"), '^([0-9]{2,6})(?:[.,]([0-9]*))?$') then case
          when cast(replace(trim("c2"), ',', '.') as double) >= 61 then timestamp '1899-12-30'
          + to_milliseconds(cast(round(cast(replace(trim("c2"), ',', '.') as double) * 86400000) as bigint))
        end
      end
    )
  ) as date
) as day
from "source"
