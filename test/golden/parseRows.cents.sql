with parsed as (
  select
    case
      when strlen(cast("c1" as varchar)) > 4
        and cast("c1" as varchar) >= '!'
        and strlen(cast("c1" as varchar)) = length(cast("c1" as varchar))
        and not suffix(cast("c1" as varchar), ' ')
        and not suffix(cast("c1" as varchar), '	')
        and not suffix(cast("c1" as varchar), '
')
        and not suffix(cast("c1" as varchar), '') then cast("c1" as varchar)
      when trim(cast("c1" as varchar), '	
              ​‌‍    ⁠　﻿') in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(cast("c1" as varchar), '	
              ​‌‍    ⁠　﻿')
    end as customer_id,
    case
      when strlen("c2") <= 10
        and "c2" >= '0' then case when "c2" < ':' and length("c2") >= 8 then try_cast("c2" as date) end
      when strlen("c2") = 19
        and "c2" >= '1'
        and "c2" < ':'
        and "c2"[5] = '-'
        and "c2"[17] = ':' then cast(try_cast("c2" as timestamp) as date)
      when length(trim("c2")) <= 10 then case
        when trim("c2") >= '0' then case
          when trim("c2") < ':' and length(trim("c2")) >= 8 then try_cast(trim("c2") as date)
        end
      end
      when regexp_matches(trim("c2"), '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T]') then coalesce(
        case
          when regexp_matches(trim("c2"), ':[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)$') then cast(
            timezone('UTC', try_cast(trim("c2") as timestamptz)) as date
          )
          when suffix(trim("c2"), ' UTC') then cast(
            timezone('UTC', timezone('UTC', try_cast(trim("c2") as timestamp))) as date
          )
          when trim("c2")[20] = ' '
            and trim("c2")[21] in ('+', '-')
            and strlen(trim("c2")) > 22 then cast(
              timezone('UTC', try_cast(left(trim("c2"), 19) || substr(trim("c2"), 21) as timestamptz)) as date
            )
          when right(trim("c2"), 1) between '0' and '9' then cast(try_cast(trim("c2") as timestamp) as date)
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
                      'UTC',
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
                    ) as date
                  )
                end
            end
          end
        )[1]
      )
    end as day,
    try_cast(
      cast(
        coalesce(
          try_cast("c3" as decimal(18,8)),
          try_cast(
            regexp_replace(
              regexp_extract(
                regexp_replace(
                  regexp_replace(
                    regexp_replace(
                      regexp_replace(
                        regexp_replace("c3", '[\x{2010}-\x{2015}\x{2212}\x{FE58}\x{FE63}\x{FF0D}]', '-', 'g'),
                        '[ \t\n\r\f\x{0085}\x{00A0}\x{061C}\x{1680}\x{2000}-\x{200F}\x{2028}\x{2029}\x{202F}\x{205F}\x{2060}\x{3000}\x{FEFF}]+',
                        ' ',
                        'g'
                      ),
                      '(?i)euros\.?|euro\.?|eur|\x{20AC}',
                      '@',
                      'g'
                    ),
                    '^ ?([(+-]?) ?@? ?([(+-]?) ?@? ?([(+-]?) ?([.,]?[0-9](?:[0-9., ''\x{2019}\x{02BC}]*[0-9])?)(?:[.,:]-{1,2}|[.,])? ?([)-]?) ?@? ?(\)?) ?@? ?(\)?) ?$',
                    '\1\2\3\4\5\6\7',
                    'g'
                  ),
                  '^\(([0-9.,].*)\)$|^([0-9.,].*)-$',
                  '-\1\2',
                  'g'
                ),
                '^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+|(?:[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:[''\x{2019}\x{02BC}][0-9]{3})+|(?: [0-9]{3})+)|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?)$'
              ),
              '[, ''\x{2019}\x{02BC}]',
              '',
              'g'
            ) as decimal(18,8)
          )
        ) as double precision
      )
      * cast(0.01 as double precision) as decimal(18,4)
    ) as amount_parsed,
    "c2" as date_read,
    "c3" as amount_read_0,
    FALSE as is_broken
  from "source"
)
select
  customer_id,
  day,
  amount,
  amount < 0 as is_refund,
  case
    when customer_id is null then 'MISSING_CUSTOMER'
    when translate(customer_id, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') in (
      '#n/a',
      '(none)',
      '(not set)',
      '-',
      '--',
      '-1',
      '.',
      '0',
      '00000000-0000-0000-0000-000000000000',
      '?',
      'anon',
      'anonymous',
      'default',
      'desconocido',
      'gast',
      'gjest',
      'goŚĆ',
      'gość',
      'guest',
      'guest@example.com',
      'guests',
      'gÄst',
      'gäst',
      'inconnu',
      'invitado',
      'invitÉ',
      'invité',
      'laufkundschaft',
      'n/a',
      'na',
      'nan',
      'nil',
      'no customer',
      'no email',
      'noemail',
      'none',
      'not set',
      'null',
      'ospite',
      'sconosciuto',
      'unbekannt',
      'undefined',
      'unknown',
      'walk in',
      'walk-in',
      'walkin',
      'ゲスト',
      '游客'
    ) then 'PLACEHOLDER_CUSTOMER'
    when day is null then case
      when regexp_matches(
        trim(cast(date_read as varchar)), '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?$'
      ) then 'IMPOSSIBLE_DATE'
      else 'UNPARSABLE_DATE'
    end
    when day < date '1970-01-01' or day > date '2025-01-01' then 'IMPOSSIBLE_DATE'
    when amount_parsed is null then case
      when (
        coalesce(isfinite(try_cast(amount_read_0 as double)), false)
        or regexp_matches(
          regexp_replace(
            regexp_replace(
              regexp_replace(
                regexp_replace(
                  regexp_replace(
                    amount_read_0, '[\x{2010}-\x{2015}\x{2212}\x{FE58}\x{FE63}\x{FF0D}]', '-', 'g'
                  ),
                  '[ \t\n\r\f\x{0085}\x{00A0}\x{061C}\x{1680}\x{2000}-\x{200F}\x{2028}\x{2029}\x{202F}\x{205F}\x{2060}\x{3000}\x{FEFF}]+',
                  ' ',
                  'g'
                ),
                '(?i)euros\.?|euro\.?|eur|\x{20AC}',
                '@',
                'g'
              ),
              '^ ?([(+-]?) ?@? ?([(+-]?) ?@? ?([(+-]?) ?([.,]?[0-9](?:[0-9., ''\x{2019}\x{02BC}]*[0-9])?)(?:[.,:]-{1,2}|[.,])? ?([)-]?) ?@? ?(\)?) ?@? ?(\)?) ?$',
              '\1\2\3\4\5\6\7',
              'g'
            ),
            '^\(([0-9.,].*)\)$|^([0-9.,].*)-$',
            '-\1\2',
            'g'
          ),
          '^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+|(?:[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:[''\x{2019}\x{02BC}][0-9]{3})+|(?: [0-9]{3})+)|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?)$'
        )
      ) then 'ABSURD_AMOUNT'
      when (
        coalesce(isfinite(try_cast(amount_read_0 as double)), false)
        or regexp_matches(
          regexp_replace(
            regexp_replace(
              regexp_replace(
                regexp_replace(
                  regexp_replace(
                    amount_read_0, '[\x{2010}-\x{2015}\x{2212}\x{FE58}\x{FE63}\x{FF0D}]', '-', 'g'
                  ),
                  '[ \t\n\r\f\x{0085}\x{00A0}\x{061C}\x{1680}\x{2000}-\x{200F}\x{2028}\x{2029}\x{202F}\x{205F}\x{2060}\x{3000}\x{FEFF}]+',
                  ' ',
                  'g'
                ),
                '(?i)dollars\.?|z\x{0142}otych\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\x{0043}\x{0048}\.?|dollar\.?|kroner\.?|kronor\.?|rupees\.?|rupiah\.?|euros\.?|krona\.?|krone\.?|pesos\.?|reais\.?|rupee\.?|zloty\.?|z\x{0142}oty\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\.?|baht\.?|can\$|cdn\$|col\$|euro\.?|mex\$|peso\.?|rand\.?|usdc|usdt|yuan\.?|aed|afn|amd|aoa|ar\$|ars|au\$|aud|awg|azn|bam|bbd|bdt|bgn|bhd|bif|bmd|bnd|bob|brl|bsd|btc|btn|bwp|byn|bzd|ca\$|cad|cdf|chf|cl\$|clf|clp|cnh|cny|cop|crc|cve|czk|dem|din\.?|djf|dkk|dop|dzd|eek|egp|ern|etb|eth|eur|fjd|fkp|gbp|gel|ghs|gip|gmd|gnf|gtq|gyd|hk\$|hkd|hnl|hrk|htg|huf|idr|ils|inr|iqd|irr|isk|jmd|jod|jpy|kes|kgs|khr|kmf|kpw|krw|ksh\.?|kwd|kyd|kzt|lak|lbp|lei\.?|leu\.?|lkr|lrd|lsl|ltl|lvl|lyd|mad|mdl|mga|mkd|mmk|mnt|mop|mru|mur|mvr|mwk|mx\$|mxn|myr|mzn|nad|ngn|nio|nok|npr|nt\$|nz\$|nzd|omr|pab|pen|pgk|php|pkr|pln|pyg|qar|rd\$|rmb|ron|rsd|rub|rwf|sar|sbd|scr|sdg|sek|sfr\.?|sg\$|sgd|shp|skk|sle|sos|srd|ssp|stn|svc|syp|szl|thb|tjs|tmt|tnd|try|tsh\.?|tt\$|ttd|twd|tzs|uah|ugx|us\$|usd|ush\.?|uyu|uzs|ves|vnd|vuv|wst|xaf|xcd|xof|xpf|yen\.?|yer|zar|zmw|zwl|\x{0433}\x{0440}\x{043D}\.?|\x{0413}\x{0420}\x{041D}\.?|\x{0434}\x{0438}\x{043D}\.?|\x{0414}\x{0418}\x{041D}\.?|\x{0440}\x{0443}\x{0431}\.?|\x{0420}\x{0423}\x{0411}\.?|a\$|c\$|dm\.?|fr\.?|ft\.?|j\$|kc\.?|kn\.?|kr\.?|k\x{010D}\.?|\x{004B}\x{010C}\.?|lv\.?|r\$|rm\.?|rp\.?|rs\.?|s\$|s\/\.?|tl\.?|zl\.?|z\x{0142}\.?|\x{005A}\x{0141}\.?|\x{043B}\x{0432}\.?|\x{041B}\x{0412}\.?|\$|r\.?|\x{00A3}|\x{00A4}|\x{00A5}|\x{0440}\.?|\x{0420}\.?|\x{058F}|\x{09F3}|\x{0E3F}|\x{17DB}|\x{20A1}|\x{20A6}|\x{20A8}|\x{20A9}|\x{20AA}|\x{20AB}|\x{20AC}|\x{20AD}|\x{20AE}|\x{20B1}|\x{20B2}|\x{20B4}|\x{20B5}|\x{20B8}|\x{20B9}|\x{20BA}|\x{20BC}|\x{20BD}|\x{20BE}|\x{20BF}|\x{5143}\.?|\x{5186}\.?|\x{C6D0}\.?|\x{FDFC}|\x{FF04}|\x{FFE5}',
                '@',
                'g'
              ),
              '^ ?([(+-]?) ?@? ?([(+-]?) ?@? ?([(+-]?) ?([.,]?[0-9](?:[0-9., ''\x{2019}\x{02BC}]*[0-9])?)(?:[.,:]-{1,2}|[.,])? ?([)-]?) ?@? ?(\)?) ?@? ?(\)?) ?$',
              '\1\2\3\4\5\6\7',
              'g'
            ),
            '^\(([0-9.,].*)\)$|^([0-9.,].*)-$',
            '-\1\2',
            'g'
          ),
          '^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+|(?:[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:[''\x{2019}\x{02BC}][0-9]{3})+|(?: [0-9]{3})+)|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?)$'
        )
      ) then 'UNKNOWN_CURRENCY'
      else 'UNPARSABLE_AMOUNT'
    end
    when amount is null or abs(amount) > 10000000 then 'ABSURD_AMOUNT'
  end as reason
from (select p.*, cast(amount_parsed as decimal(18,4)) as amount from parsed p) a
