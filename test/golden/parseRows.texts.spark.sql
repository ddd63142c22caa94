select case
  when length(trim(both '                　' from cast("c2" as string))) between 8 and 10 then case
    when trim(
      both '                　' from cast("c2" as string)
    ) rlike '^([0-9]{1,6})([-/ \\])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])' then transform(
      array(
        split(
          regexp_replace(
            trim(both '                　' from cast("c2" as string)),
            '^([0-9]{1,6})([-/ \\])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])',
            '$1,$2,$3,$4'
          ),
          ',',
          -1
        )
      ),
      p
      -> case
        when cast(nullif(p[2], '') as integer) between 1 and 12 then cast(
          cast(
            try_cast(
              format_string(
                '%04d-%d-%d',
                cast(nullif(p[0], '') as integer),
                cast(nullif(p[2], '') as integer),
                cast(nullif(p[3], '') as integer)
              ) as date
            ) as timestamp_ntz
          ) as date
        )
      end
    )[0]
  end
  else case
    when trim(
      both '                　' from cast("c2" as string)
    ) rlike '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f  ]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:[.,][0-9]*)?)?)?(?:[ \t\n\r\f  ]*((?:UTC|utc|GMT|gmt|UT)?([+−-])([0-9]{1,2}):?([0-9]{2})?|[Zz]|UTC|utc|GMT|gmt|UT)(?:[   ]*(?:\[[^\]]*\]|\([^)]*\)))?)?\z' then transform(
      array(
        split(
          regexp_replace(
            trim(both '                　' from cast("c2" as string)),
            '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f  ]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:[.,][0-9]*)?)?)?(?:[ \t\n\r\f  ]*((?:UTC|utc|GMT|gmt|UT)?([+−-])([0-9]{1,2}):?([0-9]{2})?|[Zz]|UTC|utc|GMT|gmt|UT)(?:[   ]*(?:\[[^\]]*\]|\([^)]*\)))?)?\z',
            '$1,$2,$3,$4,$5,$6,$7,$8,$9,$10'
          ),
          ',',
          -1
        )
      ),
      p
      -> case
        when cast(nullif(p[1], '') as integer) between 1 and 12
          and coalesce(cast(nullif(p[4], '') as integer), 0) < 60
          and coalesce(cast(nullif(p[5], '') as integer), 0) < 60
          and coalesce(cast(nullif(p[3], '') as integer), 0)
          * 3600
          + coalesce(cast(nullif(p[4], '') as integer), 0)
          * 60
          + coalesce(cast(nullif(p[5], '') as integer), 0) <= 86400 then case
            when case
              when nullif(p[7], '') = '+' then (
                cast(nullif(p[8], '') as integer) * 3600 + coalesce(cast(nullif(p[9], '') as integer), 0) * 60
              )
              when nullif(p[7], '') is not null then
              -(
                cast(nullif(p[8], '') as integer) * 3600 + coalesce(cast(nullif(p[9], '') as integer), 0) * 60
              )
              when nullif(p[6], '') is not null then 0
            end is null then cast(
              convert_timezone(
                'UTC',
                'Europe/Berlin',
                timestampadd(
                  second,
                  coalesce(cast(nullif(p[3], '') as integer), 0)
                  * 3600
                  + coalesce(cast(nullif(p[4], '') as integer), 0)
                  * 60
                  + coalesce(cast(nullif(p[5], '') as integer), 0),
                  cast(
                    try_cast(
                      format_string(
                        '%04d-%d-%d',
                        cast(nullif(p[0], '') as integer),
                        cast(nullif(p[1], '') as integer),
                        cast(nullif(p[2], '') as integer)
                      ) as date
                    ) as timestamp_ntz
                  )
                )
              ) as date
            )
            else cast(
              convert_timezone(
                'UTC',
                'Europe/Berlin',
                timestampadd(
                  second,
                  coalesce(cast(nullif(p[3], '') as integer), 0)
                  * 3600
                  + coalesce(cast(nullif(p[4], '') as integer), 0)
                  * 60
                  + coalesce(cast(nullif(p[5], '') as integer), 0)
                  - case
                    when nullif(p[7], '') = '+' then (
                      cast(nullif(p[8], '') as integer)
                      * 3600
                      + coalesce(cast(nullif(p[9], '') as integer), 0)
                      * 60
                    )
                    when nullif(p[7], '') is not null then
                    -(
                      cast(nullif(p[8], '') as integer)
                      * 3600
                      + coalesce(cast(nullif(p[9], '') as integer), 0)
                      * 60
                    )
                    when nullif(p[6], '') is not null then 0
                  end,
                  cast(
                    try_cast(
                      format_string(
                        '%04d-%d-%d',
                        cast(nullif(p[0], '') as integer),
                        cast(nullif(p[1], '') as integer),
                        cast(nullif(p[2], '') as integer)
                      ) as date
                    ) as timestamp_ntz
                  )
                )
              ) as date
            )
          end
      end
    )[0]
  end
end as day
from "source"
union all
select case
  when trim(
    both '                　' from cast("c2" as string)
  ) rlike '^[ \t\n\r\f  ]*([0-9]{4})([0-9]{2})([0-9]{1,2})[ \t\n\r\f  ]*\z' then transform(
    array(
      split(
        regexp_replace(
          trim(both '                　' from cast("c2" as string)),
          '^[ \t\n\r\f  ]*([0-9]{4})([0-9]{2})([0-9]{1,2})[ \t\n\r\f  ]*\z',
          '$1,$2,$3'
        ),
        ',',
        -1
      )
    ),
    p
    -> case
      when cast(nullif(p[1], '') as integer) between 1 and 12 then cast(
        cast(
          try_cast(
            format_string(
              '%04d-%d-%d',
              cast(nullif(p[0], '') as integer),
              cast(nullif(p[1], '') as integer),
              cast(nullif(p[2], '') as integer)
            ) as date
          ) as timestamp_ntz
        ) as date
      )
    end
  )[0]
end as day
from "source"
union all
select cast(
  convert_timezone(
    current_timezone(),
    'Europe/Berlin',
    cast(
      case
        when abs(
          case
            when "c2" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
              replace("c2", '_', '') as double
            )
          end
        ) < 100000000000 then timestamp_micros(
          cast(
            round(
              case
                when "c2" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
                  replace("c2", '_', '') as double
                )
              end
              * 1000000
            ) as bigint
          )
        )
      end as timestamp_ntz
    )
  ) as date
) as day
from "source"
union all
select cast(
  convert_timezone(
    current_timezone(),
    'Europe/Berlin',
    cast(
      case
        when abs(
          case
            when "c2" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
              replace("c2", '_', '') as double
            )
          end
        ) < 100000000000000 then timestamp_micros(
          cast(
            round(
              case
                when "c2" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
                  replace("c2", '_', '') as double
                )
              end
              * 1000
            ) as bigint
          )
        )
      end as timestamp_ntz
    )
  ) as date
) as day
from "source"
union all
select case
  when trim(
    both '                　' from cast("c2" as string)
  ) rlike '^[ \t\n\r\f  ]*([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{1,2})[ \t\n\r\f  ]*\z' then transform(
    array(
      split(
        regexp_replace(
          trim(both '                　' from cast("c2" as string)),
          '^[ \t\n\r\f  ]*([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{1,2})[ \t\n\r\f  ]*\z',
          '$1,$2,$3'
        ),
        ',',
        -1
      )
    ),
    p
    -> case
      when cast(nullif(p[1], '') as integer) between 1 and 12 then cast(
        convert_timezone(
          'UTC',
          'Europe/Berlin',
          cast(
            try_cast(
              format_string(
                '%04d-%d-%d',
                (
                  cast(nullif(p[2], '') as integer)
                  + case when cast(nullif(p[2], '') as integer) < 69 then 2000 else 1900 end
                ),
                cast(nullif(p[1], '') as integer),
                cast(nullif(p[0], '') as integer)
              ) as date
            ) as timestamp_ntz
          )
        ) as date
      )
    end
  )[0]
end as day
from "source"
union all
select case
  when trim(
    both '                　' from cast("c2" as string)
  ) rlike '^[ \t\n\r\f  ]*([0-9]{1,2})(?:st|nd|rd|th|er|º|ª)?[ \t\n\r\f  ]+([^0-9\s.,/()  -]{3,12})\.?[ \t\n\r\f  ]+([0-9]{1,4})[ \t\n\r\f  ]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f  ]+([AaPp]\.?[   ]?[Mm]\.?)[ \t\n\r\f  ]*\z' then transform(
    array(
      split(
        regexp_replace(
          trim(both '                　' from cast("c2" as string)),
          '^[ \t\n\r\f  ]*([0-9]{1,2})(?:st|nd|rd|th|er|º|ª)?[ \t\n\r\f  ]+([^0-9\s.,/()  -]{3,12})\.?[ \t\n\r\f  ]+([0-9]{1,4})[ \t\n\r\f  ]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f  ]+([AaPp]\.?[   ]?[Mm]\.?)[ \t\n\r\f  ]*\z',
          '$1,$2,$3,$4,$5,$6'
        ),
        ',',
        -1
      )
    ),
    p
    -> case
      when (
        case
          when lower(nullif(p[1], '')) in (
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
          when lower(nullif(p[1], '')) in (
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
          when lower(nullif(p[1], '')) in (
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
          when lower(nullif(p[1], '')) in (
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
          when lower(nullif(p[1], '')) in (
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
          when lower(nullif(p[1], '')) in (
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
          when lower(nullif(p[1], '')) in (
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
          when lower(nullif(p[1], '')) in (
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
          when lower(nullif(p[1], '')) in (
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
          when lower(nullif(p[1], '')) in (
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
          when lower(nullif(p[1], '')) in (
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
          when lower(nullif(p[1], '')) in (
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
        and coalesce(cast(nullif(p[4], '') as integer), 0) < 60
        and 0 < 60
        and coalesce(cast(nullif(p[3], '') as integer), 0) between 1 and 12 then cast(
          convert_timezone(
            'UTC',
            'Europe/Berlin',
            timestampadd(
              second,
              (
                coalesce(cast(nullif(p[3], '') as integer), 0) % 12
                + case when lower(substr(nullif(p[5], ''), 1, 1)) = 'p' then 12 else 0 end
              )
              * 3600
              + coalesce(cast(nullif(p[4], '') as integer), 0)
              * 60
              + 0,
              cast(
                try_cast(
                  format_string(
                    '%04d-%d-%d',
                    cast(nullif(p[2], '') as integer),
                    (
                      case
                        when lower(nullif(p[1], '')) in (
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
                        when lower(nullif(p[1], '')) in (
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
                        when lower(nullif(p[1], '')) in (
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
                        when lower(nullif(p[1], '')) in (
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
                        when lower(nullif(p[1], '')) in (
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
                        when lower(nullif(p[1], '')) in (
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
                        when lower(nullif(p[1], '')) in (
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
                        when lower(nullif(p[1], '')) in (
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
                        when lower(nullif(p[1], '')) in (
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
                        when lower(nullif(p[1], '')) in (
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
                        when lower(nullif(p[1], '')) in (
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
                        when lower(nullif(p[1], '')) in (
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
                    cast(nullif(p[0], '') as integer)
                  ) as date
                ) as timestamp_ntz
              )
            )
          ) as date
        )
    end
  )[0]
end as day
from "source"
union all
select case
  when trim(
    both '                　' from cast("c2" as string)
  ) rlike '^[ \t\n\r\f  ]*([0-9]{1,4})\-([0-9]{1,3})[ \t\n\r\f  ]*\z' then transform(
    array(
      split(
        regexp_replace(
          trim(both '                　' from cast("c2" as string)),
          '^[ \t\n\r\f  ]*([0-9]{1,4})\-([0-9]{1,3})[ \t\n\r\f  ]*\z',
          '$1,$2'
        ),
        ',',
        -1
      )
    ),
    p
    -> case
      when 1 between 1 and 12
        and cast(nullif(p[1], '') as integer) between 1 and 366 then cast(
          convert_timezone(
            'UTC',
            'Europe/Berlin',
            cast(
              date_add(
                try_cast(format_string('%04d-%d-%d', cast(nullif(p[0], '') as integer), 1, 1) as date),
                cast(nullif(p[1], '') as integer) - 1
              ) as timestamp_ntz
            )
          ) as date
        )
    end
  )[0]
end as day
from "source"
union all
select case
  when trim(
    both '                　' from cast("c2" as string)
  ) rlike '^[ \t\n\r\f  ]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})((?:UTC|utc|GMT|gmt|UT)?([+−-])([0-9]{1,2}):?([0-9]{2})?|[Zz]|UTC|utc|GMT|gmt|UT)(?:[   ]*(?:\[[^\]]*\]|\([^)]*\)))?[ \t\n\r\f  ]*\z' then transform(
    array(
      split(
        regexp_replace(
          trim(both '                　' from cast("c2" as string)),
          '^[ \t\n\r\f  ]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})((?:UTC|utc|GMT|gmt|UT)?([+−-])([0-9]{1,2}):?([0-9]{2})?|[Zz]|UTC|utc|GMT|gmt|UT)(?:[   ]*(?:\[[^\]]*\]|\([^)]*\)))?[ \t\n\r\f  ]*\z',
          '$1,$2,$3,$4,$5,$6,$7,$8,$9,$10'
        ),
        ',',
        -1
      )
    ),
    p
    -> case
      when cast(nullif(p[1], '') as integer) between 1 and 12
        and coalesce(cast(nullif(p[4], '') as integer), 0) < 60
        and coalesce(cast(nullif(p[5], '') as integer), 0) < 60
        and coalesce(cast(nullif(p[3], '') as integer), 0) < 24 then case
          when case
            when nullif(p[7], '') = '+' then (
              cast(nullif(p[8], '') as integer) * 3600 + coalesce(cast(nullif(p[9], '') as integer), 0) * 60
            )
            when nullif(p[7], '') is not null then
            -(cast(nullif(p[8], '') as integer) * 3600 + coalesce(cast(nullif(p[9], '') as integer), 0) * 60)
            when nullif(p[6], '') is not null then 0
          end is null then cast(
            convert_timezone(
              'UTC',
              'Europe/Berlin',
              timestampadd(
                second,
                coalesce(cast(nullif(p[3], '') as integer), 0)
                * 3600
                + coalesce(cast(nullif(p[4], '') as integer), 0)
                * 60
                + coalesce(cast(nullif(p[5], '') as integer), 0),
                cast(
                  try_cast(
                    format_string(
                      '%04d-%d-%d',
                      cast(nullif(p[0], '') as integer),
                      cast(nullif(p[1], '') as integer),
                      cast(nullif(p[2], '') as integer)
                    ) as date
                  ) as timestamp_ntz
                )
              )
            ) as date
          )
          else cast(
            convert_timezone(
              'UTC',
              'Europe/Berlin',
              timestampadd(
                second,
                coalesce(cast(nullif(p[3], '') as integer), 0)
                * 3600
                + coalesce(cast(nullif(p[4], '') as integer), 0)
                * 60
                + coalesce(cast(nullif(p[5], '') as integer), 0)
                - case
                  when nullif(p[7], '') = '+' then (
                    cast(nullif(p[8], '') as integer)
                    * 3600
                    + coalesce(cast(nullif(p[9], '') as integer), 0)
                    * 60
                  )
                  when nullif(p[7], '') is not null then
                  -(
                    cast(nullif(p[8], '') as integer)
                    * 3600
                    + coalesce(cast(nullif(p[9], '') as integer), 0)
                    * 60
                  )
                  when nullif(p[6], '') is not null then 0
                end,
                cast(
                  try_cast(
                    format_string(
                      '%04d-%d-%d',
                      cast(nullif(p[0], '') as integer),
                      cast(nullif(p[1], '') as integer),
                      cast(nullif(p[2], '') as integer)
                    ) as date
                  ) as timestamp_ntz
                )
              )
            ) as date
          )
        end
    end
  )[0]
end as day
from "source"
union all
select cast(
  convert_timezone(
    current_timezone(),
    'Europe/Berlin',
    cast(
      case
        when abs(try_cast(cast("c2" as string) as decimal(38,6))) < 1e11
        * 1000000000 then timestamp_micros(
          cast(try_cast(cast("c2" as string) as decimal(38,6)) / 1000 as bigint)
        )
      end as timestamp_ntz
    )
  ) as date
) as day
from "source"
union all
select cast(
  convert_timezone(
    'UTC',
    'Europe/Berlin',
    case
      when trim(
        both '                　' from cast("c2" as string)
      ) rlike '^([0-9]{2,6})(?:[.,]([0-9]*))?\z' then case
        when cast(
          replace(trim(both '                　' from cast("c2" as string)), ',', '.') as double
        ) >= 61 then timestampadd(
          millisecond,
          cast(
            round(
              cast(replace(trim(both '                　' from cast("c2" as string)), ',', '.') as double)
              * 86400000
            ) as bigint
          ),
          timestamp_ntz '1899-12-30 00:00:00'
        )
      end
    end
  ) as date
) as day
from "source"
