with parsed as (
  select
    case
      when trim(both '	
              ​‌‍    ⁠　﻿' from cast("c1" as string)) in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(both '	
              ​‌‍    ⁠　﻿' from cast("c1" as string))
    end as customer_id,
    case
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
                end is null then cast(
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
                  ) as date
                )
                else cast(
                  convert_timezone(
                    'UTC',
                    'UTC',
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
    end as day,
    case
      when abs(
        cast(
          case
            when "c3" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
              replace("c3", '_', '') as decimal(18,8)
            )
            else try_cast(
              regexp_replace(
                regexp_extract(
                  regexp_replace(
                    regexp_replace(
                      regexp_replace(
                        regexp_replace(
                          regexp_replace("c3", '[\x{2010}-\x{2015}\x{2212}\x{FE58}\x{FE63}\x{FF0D}]', '-'),
                          '[ \t\n\r\f\x{0085}\x{00A0}\x{061C}\x{1680}\x{2000}-\x{200F}\x{2028}\x{2029}\x{202F}\x{205F}\x{2060}\x{3000}\x{FEFF}]+',
                          ' '
                        ),
                        '(?i)dollars\.?|z\x{0142}otych\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\x{0043}\x{0048}\.?|dollar\.?|kroner\.?|kronor\.?|rupees\.?|rupiah\.?|euros\.?|krona\.?|krone\.?|pesos\.?|reais\.?|rupee\.?|zloty\.?|z\x{0142}oty\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\.?|baht\.?|can\$|cdn\$|col\$|euro\.?|mex\$|peso\.?|rand\.?|usdc|usdt|yuan\.?|aed|afn|amd|aoa|ar\$|ars|au\$|aud|awg|azn|bam|bbd|bdt|bgn|bhd|bif|bmd|bnd|bob|brl|bsd|btc|btn|bwp|byn|bzd|ca\$|cad|cdf|chf|cl\$|clf|clp|cnh|cny|cop|crc|cve|czk|dem|din\.?|djf|dkk|dop|dzd|eek|egp|ern|etb|eth|eur|fjd|fkp|gbp|gel|ghs|gip|gmd|gnf|gtq|gyd|hk\$|hkd|hnl|hrk|htg|huf|idr|ils|inr|iqd|irr|isk|jmd|jod|jpy|kes|kgs|khr|kmf|kpw|krw|ksh\.?|kwd|kyd|kzt|lak|lbp|lei\.?|leu\.?|lkr|lrd|lsl|ltl|lvl|lyd|mad|mdl|mga|mkd|mmk|mnt|mop|mru|mur|mvr|mwk|mx\$|mxn|myr|mzn|nad|ngn|nio|nok|npr|nt\$|nz\$|nzd|omr|pab|pen|pgk|php|pkr|pln|pyg|qar|rd\$|rmb|ron|rsd|rub|rwf|sar|sbd|scr|sdg|sek|sfr\.?|sg\$|sgd|shp|skk|sle|sos|srd|ssp|stn|svc|syp|szl|thb|tjs|tmt|tnd|try|tsh\.?|tt\$|ttd|twd|tzs|uah|ugx|us\$|usd|ush\.?|uyu|uzs|ves|vnd|vuv|wst|xaf|xcd|xof|xpf|yen\.?|yer|zar|zmw|zwl|\x{0433}\x{0440}\x{043D}\.?|\x{0413}\x{0420}\x{041D}\.?|\x{0434}\x{0438}\x{043D}\.?|\x{0414}\x{0418}\x{041D}\.?|\x{0440}\x{0443}\x{0431}\.?|\x{0420}\x{0423}\x{0411}\.?|a\$|c\$|dm\.?|fr\.?|ft\.?|j\$|kc\.?|kn\.?|kr\.?|k\x{010D}\.?|\x{004B}\x{010C}\.?|lv\.?|r\$|rm\.?|rp\.?|rs\.?|s\$|s\/\.?|tl\.?|zl\.?|z\x{0142}\.?|\x{005A}\x{0141}\.?|\x{043B}\x{0432}\.?|\x{041B}\x{0412}\.?|\$|r\.?|\x{00A3}|\x{00A4}|\x{00A5}|\x{0440}\.?|\x{0420}\.?|\x{058F}|\x{09F3}|\x{0E3F}|\x{17DB}|\x{20A1}|\x{20A6}|\x{20A8}|\x{20A9}|\x{20AA}|\x{20AB}|\x{20AC}|\x{20AD}|\x{20AE}|\x{20B1}|\x{20B2}|\x{20B4}|\x{20B5}|\x{20B8}|\x{20B9}|\x{20BA}|\x{20BC}|\x{20BD}|\x{20BE}|\x{20BF}|\x{5143}\.?|\x{5186}\.?|\x{C6D0}\.?|\x{FDFC}|\x{FF04}|\x{FFE5}',
                        '@'
                      ),
                      '^ ?([(+-]?) ?@? ?([(+-]?) ?@? ?([(+-]?) ?([.,]?[0-9](?:[0-9., ''\x{2019}\x{02BC}]*[0-9])?)(?:[.,:]-{1,2}|[.,])? ?([)-]?) ?@? ?(\)?) ?@? ?(\)?) ?$',
                      '$1$2$3$4$5$6$7'
                    ),
                    '^\(([0-9.,].*)\)$|^([0-9.,].*)-$',
                    '-$1$2'
                  ),
                  '^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+|(?:[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:[''\x{2019}\x{02BC}][0-9]{3})+|(?: [0-9]{3})+)|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?)$',
                  0
                ),
                '[, ''\x{2019}\x{02BC}]',
                ''
              ) as decimal(18,8)
            )
          end as double
        )
        * cast(
          case
            when "c4" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
              replace("c4", '_', '') as decimal(18,8)
            )
            else try_cast(
              regexp_replace(
                regexp_extract(
                  regexp_replace(
                    regexp_replace(
                      regexp_replace(
                        regexp_replace(
                          regexp_replace("c4", '[\x{2010}-\x{2015}\x{2212}\x{FE58}\x{FE63}\x{FF0D}]', '-'),
                          '[ \t\n\r\f\x{0085}\x{00A0}\x{061C}\x{1680}\x{2000}-\x{200F}\x{2028}\x{2029}\x{202F}\x{205F}\x{2060}\x{3000}\x{FEFF}]+',
                          ' '
                        ),
                        '(?i)dollars\.?|z\x{0142}otych\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\x{0043}\x{0048}\.?|dollar\.?|kroner\.?|kronor\.?|rupees\.?|rupiah\.?|euros\.?|krona\.?|krone\.?|pesos\.?|reais\.?|rupee\.?|zloty\.?|z\x{0142}oty\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\.?|baht\.?|can\$|cdn\$|col\$|euro\.?|mex\$|peso\.?|rand\.?|usdc|usdt|yuan\.?|aed|afn|amd|aoa|ar\$|ars|au\$|aud|awg|azn|bam|bbd|bdt|bgn|bhd|bif|bmd|bnd|bob|brl|bsd|btc|btn|bwp|byn|bzd|ca\$|cad|cdf|chf|cl\$|clf|clp|cnh|cny|cop|crc|cve|czk|dem|din\.?|djf|dkk|dop|dzd|eek|egp|ern|etb|eth|eur|fjd|fkp|gbp|gel|ghs|gip|gmd|gnf|gtq|gyd|hk\$|hkd|hnl|hrk|htg|huf|idr|ils|inr|iqd|irr|isk|jmd|jod|jpy|kes|kgs|khr|kmf|kpw|krw|ksh\.?|kwd|kyd|kzt|lak|lbp|lei\.?|leu\.?|lkr|lrd|lsl|ltl|lvl|lyd|mad|mdl|mga|mkd|mmk|mnt|mop|mru|mur|mvr|mwk|mx\$|mxn|myr|mzn|nad|ngn|nio|nok|npr|nt\$|nz\$|nzd|omr|pab|pen|pgk|php|pkr|pln|pyg|qar|rd\$|rmb|ron|rsd|rub|rwf|sar|sbd|scr|sdg|sek|sfr\.?|sg\$|sgd|shp|skk|sle|sos|srd|ssp|stn|svc|syp|szl|thb|tjs|tmt|tnd|try|tsh\.?|tt\$|ttd|twd|tzs|uah|ugx|us\$|usd|ush\.?|uyu|uzs|ves|vnd|vuv|wst|xaf|xcd|xof|xpf|yen\.?|yer|zar|zmw|zwl|\x{0433}\x{0440}\x{043D}\.?|\x{0413}\x{0420}\x{041D}\.?|\x{0434}\x{0438}\x{043D}\.?|\x{0414}\x{0418}\x{041D}\.?|\x{0440}\x{0443}\x{0431}\.?|\x{0420}\x{0423}\x{0411}\.?|a\$|c\$|dm\.?|fr\.?|ft\.?|j\$|kc\.?|kn\.?|kr\.?|k\x{010D}\.?|\x{004B}\x{010C}\.?|lv\.?|r\$|rm\.?|rp\.?|rs\.?|s\$|s\/\.?|tl\.?|zl\.?|z\x{0142}\.?|\x{005A}\x{0141}\.?|\x{043B}\x{0432}\.?|\x{041B}\x{0412}\.?|\$|r\.?|\x{00A3}|\x{00A4}|\x{00A5}|\x{0440}\.?|\x{0420}\.?|\x{058F}|\x{09F3}|\x{0E3F}|\x{17DB}|\x{20A1}|\x{20A6}|\x{20A8}|\x{20A9}|\x{20AA}|\x{20AB}|\x{20AC}|\x{20AD}|\x{20AE}|\x{20B1}|\x{20B2}|\x{20B4}|\x{20B5}|\x{20B8}|\x{20B9}|\x{20BA}|\x{20BC}|\x{20BD}|\x{20BE}|\x{20BF}|\x{5143}\.?|\x{5186}\.?|\x{C6D0}\.?|\x{FDFC}|\x{FF04}|\x{FFE5}',
                        '@'
                      ),
                      '^ ?([(+-]?) ?@? ?([(+-]?) ?@? ?([(+-]?) ?([.,]?[0-9](?:[0-9., ''\x{2019}\x{02BC}]*[0-9])?)(?:[.,:]-{1,2}|[.,])? ?([)-]?) ?@? ?(\)?) ?@? ?(\)?) ?$',
                      '$1$2$3$4$5$6$7'
                    ),
                    '^\(([0-9.,].*)\)$|^([0-9.,].*)-$',
                    '-$1$2'
                  ),
                  '^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+|(?:[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:[''\x{2019}\x{02BC}][0-9]{3})+|(?: [0-9]{3})+)|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?)$',
                  0
                ),
                '[, ''\x{2019}\x{02BC}]',
                ''
              ) as decimal(18,8)
            )
          end as double
        )
      ) < 99999999999999.99 then cast(
        cast(
          round(
            (
              cast(
                case
                  when "c3" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
                    replace("c3", '_', '') as decimal(18,8)
                  )
                  else try_cast(
                    regexp_replace(
                      regexp_extract(
                        regexp_replace(
                          regexp_replace(
                            regexp_replace(
                              regexp_replace(
                                regexp_replace(
                                  "c3", '[\x{2010}-\x{2015}\x{2212}\x{FE58}\x{FE63}\x{FF0D}]', '-'
                                ),
                                '[ \t\n\r\f\x{0085}\x{00A0}\x{061C}\x{1680}\x{2000}-\x{200F}\x{2028}\x{2029}\x{202F}\x{205F}\x{2060}\x{3000}\x{FEFF}]+',
                                ' '
                              ),
                              '(?i)dollars\.?|z\x{0142}otych\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\x{0043}\x{0048}\.?|dollar\.?|kroner\.?|kronor\.?|rupees\.?|rupiah\.?|euros\.?|krona\.?|krone\.?|pesos\.?|reais\.?|rupee\.?|zloty\.?|z\x{0142}oty\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\.?|baht\.?|can\$|cdn\$|col\$|euro\.?|mex\$|peso\.?|rand\.?|usdc|usdt|yuan\.?|aed|afn|amd|aoa|ar\$|ars|au\$|aud|awg|azn|bam|bbd|bdt|bgn|bhd|bif|bmd|bnd|bob|brl|bsd|btc|btn|bwp|byn|bzd|ca\$|cad|cdf|chf|cl\$|clf|clp|cnh|cny|cop|crc|cve|czk|dem|din\.?|djf|dkk|dop|dzd|eek|egp|ern|etb|eth|eur|fjd|fkp|gbp|gel|ghs|gip|gmd|gnf|gtq|gyd|hk\$|hkd|hnl|hrk|htg|huf|idr|ils|inr|iqd|irr|isk|jmd|jod|jpy|kes|kgs|khr|kmf|kpw|krw|ksh\.?|kwd|kyd|kzt|lak|lbp|lei\.?|leu\.?|lkr|lrd|lsl|ltl|lvl|lyd|mad|mdl|mga|mkd|mmk|mnt|mop|mru|mur|mvr|mwk|mx\$|mxn|myr|mzn|nad|ngn|nio|nok|npr|nt\$|nz\$|nzd|omr|pab|pen|pgk|php|pkr|pln|pyg|qar|rd\$|rmb|ron|rsd|rub|rwf|sar|sbd|scr|sdg|sek|sfr\.?|sg\$|sgd|shp|skk|sle|sos|srd|ssp|stn|svc|syp|szl|thb|tjs|tmt|tnd|try|tsh\.?|tt\$|ttd|twd|tzs|uah|ugx|us\$|usd|ush\.?|uyu|uzs|ves|vnd|vuv|wst|xaf|xcd|xof|xpf|yen\.?|yer|zar|zmw|zwl|\x{0433}\x{0440}\x{043D}\.?|\x{0413}\x{0420}\x{041D}\.?|\x{0434}\x{0438}\x{043D}\.?|\x{0414}\x{0418}\x{041D}\.?|\x{0440}\x{0443}\x{0431}\.?|\x{0420}\x{0423}\x{0411}\.?|a\$|c\$|dm\.?|fr\.?|ft\.?|j\$|kc\.?|kn\.?|kr\.?|k\x{010D}\.?|\x{004B}\x{010C}\.?|lv\.?|r\$|rm\.?|rp\.?|rs\.?|s\$|s\/\.?|tl\.?|zl\.?|z\x{0142}\.?|\x{005A}\x{0141}\.?|\x{043B}\x{0432}\.?|\x{041B}\x{0412}\.?|\$|r\.?|\x{00A3}|\x{00A4}|\x{00A5}|\x{0440}\.?|\x{0420}\.?|\x{058F}|\x{09F3}|\x{0E3F}|\x{17DB}|\x{20A1}|\x{20A6}|\x{20A8}|\x{20A9}|\x{20AA}|\x{20AB}|\x{20AC}|\x{20AD}|\x{20AE}|\x{20B1}|\x{20B2}|\x{20B4}|\x{20B5}|\x{20B8}|\x{20B9}|\x{20BA}|\x{20BC}|\x{20BD}|\x{20BE}|\x{20BF}|\x{5143}\.?|\x{5186}\.?|\x{C6D0}\.?|\x{FDFC}|\x{FF04}|\x{FFE5}',
                              '@'
                            ),
                            '^ ?([(+-]?) ?@? ?([(+-]?) ?@? ?([(+-]?) ?([.,]?[0-9](?:[0-9., ''\x{2019}\x{02BC}]*[0-9])?)(?:[.,:]-{1,2}|[.,])? ?([)-]?) ?@? ?(\)?) ?@? ?(\)?) ?$',
                            '$1$2$3$4$5$6$7'
                          ),
                          '^\(([0-9.,].*)\)$|^([0-9.,].*)-$',
                          '-$1$2'
                        ),
                        '^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+|(?:[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:[''\x{2019}\x{02BC}][0-9]{3})+|(?: [0-9]{3})+)|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?)$',
                        0
                      ),
                      '[, ''\x{2019}\x{02BC}]',
                      ''
                    ) as decimal(18,8)
                  )
                end as double
              )
              * cast(
                case
                  when "c4" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
                    replace("c4", '_', '') as decimal(18,8)
                  )
                  else try_cast(
                    regexp_replace(
                      regexp_extract(
                        regexp_replace(
                          regexp_replace(
                            regexp_replace(
                              regexp_replace(
                                regexp_replace(
                                  "c4", '[\x{2010}-\x{2015}\x{2212}\x{FE58}\x{FE63}\x{FF0D}]', '-'
                                ),
                                '[ \t\n\r\f\x{0085}\x{00A0}\x{061C}\x{1680}\x{2000}-\x{200F}\x{2028}\x{2029}\x{202F}\x{205F}\x{2060}\x{3000}\x{FEFF}]+',
                                ' '
                              ),
                              '(?i)dollars\.?|z\x{0142}otych\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\x{0043}\x{0048}\.?|dollar\.?|kroner\.?|kronor\.?|rupees\.?|rupiah\.?|euros\.?|krona\.?|krone\.?|pesos\.?|reais\.?|rupee\.?|zloty\.?|z\x{0142}oty\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\.?|baht\.?|can\$|cdn\$|col\$|euro\.?|mex\$|peso\.?|rand\.?|usdc|usdt|yuan\.?|aed|afn|amd|aoa|ar\$|ars|au\$|aud|awg|azn|bam|bbd|bdt|bgn|bhd|bif|bmd|bnd|bob|brl|bsd|btc|btn|bwp|byn|bzd|ca\$|cad|cdf|chf|cl\$|clf|clp|cnh|cny|cop|crc|cve|czk|dem|din\.?|djf|dkk|dop|dzd|eek|egp|ern|etb|eth|eur|fjd|fkp|gbp|gel|ghs|gip|gmd|gnf|gtq|gyd|hk\$|hkd|hnl|hrk|htg|huf|idr|ils|inr|iqd|irr|isk|jmd|jod|jpy|kes|kgs|khr|kmf|kpw|krw|ksh\.?|kwd|kyd|kzt|lak|lbp|lei\.?|leu\.?|lkr|lrd|lsl|ltl|lvl|lyd|mad|mdl|mga|mkd|mmk|mnt|mop|mru|mur|mvr|mwk|mx\$|mxn|myr|mzn|nad|ngn|nio|nok|npr|nt\$|nz\$|nzd|omr|pab|pen|pgk|php|pkr|pln|pyg|qar|rd\$|rmb|ron|rsd|rub|rwf|sar|sbd|scr|sdg|sek|sfr\.?|sg\$|sgd|shp|skk|sle|sos|srd|ssp|stn|svc|syp|szl|thb|tjs|tmt|tnd|try|tsh\.?|tt\$|ttd|twd|tzs|uah|ugx|us\$|usd|ush\.?|uyu|uzs|ves|vnd|vuv|wst|xaf|xcd|xof|xpf|yen\.?|yer|zar|zmw|zwl|\x{0433}\x{0440}\x{043D}\.?|\x{0413}\x{0420}\x{041D}\.?|\x{0434}\x{0438}\x{043D}\.?|\x{0414}\x{0418}\x{041D}\.?|\x{0440}\x{0443}\x{0431}\.?|\x{0420}\x{0423}\x{0411}\.?|a\$|c\$|dm\.?|fr\.?|ft\.?|j\$|kc\.?|kn\.?|kr\.?|k\x{010D}\.?|\x{004B}\x{010C}\.?|lv\.?|r\$|rm\.?|rp\.?|rs\.?|s\$|s\/\.?|tl\.?|zl\.?|z\x{0142}\.?|\x{005A}\x{0141}\.?|\x{043B}\x{0432}\.?|\x{041B}\x{0412}\.?|\$|r\.?|\x{00A3}|\x{00A4}|\x{00A5}|\x{0440}\.?|\x{0420}\.?|\x{058F}|\x{09F3}|\x{0E3F}|\x{17DB}|\x{20A1}|\x{20A6}|\x{20A8}|\x{20A9}|\x{20AA}|\x{20AB}|\x{20AC}|\x{20AD}|\x{20AE}|\x{20B1}|\x{20B2}|\x{20B4}|\x{20B5}|\x{20B8}|\x{20B9}|\x{20BA}|\x{20BC}|\x{20BD}|\x{20BE}|\x{20BF}|\x{5143}\.?|\x{5186}\.?|\x{C6D0}\.?|\x{FDFC}|\x{FF04}|\x{FFE5}',
                              '@'
                            ),
                            '^ ?([(+-]?) ?@? ?([(+-]?) ?@? ?([(+-]?) ?([.,]?[0-9](?:[0-9., ''\x{2019}\x{02BC}]*[0-9])?)(?:[.,:]-{1,2}|[.,])? ?([)-]?) ?@? ?(\)?) ?@? ?(\)?) ?$',
                            '$1$2$3$4$5$6$7'
                          ),
                          '^\(([0-9.,].*)\)$|^([0-9.,].*)-$',
                          '-$1$2'
                        ),
                        '^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+|(?:[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:[''\x{2019}\x{02BC}][0-9]{3})+|(?: [0-9]{3})+)|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?)$',
                        0
                      ),
                      '[, ''\x{2019}\x{02BC}]',
                      ''
                    ) as decimal(18,8)
                  )
                end as double
              )
            )
            * 1e4
          ) as decimal(18,0)
        )
        * 0.0001 as decimal(18,4)
      )
    end as amount_parsed,
    "c2" as date_read,
    "c3" as amount_read_0,
    "c4" as amount_read_1,
    case
      when trim(both '	
              ​‌‍    ⁠　﻿' from cast("c5" as string)) in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(both '	
              ​‌‍    ⁠　﻿' from cast("c5" as string))
    end as order_key,
    case
      when trim(both '	
              ​‌‍    ⁠　﻿' from cast("c6" as string)) in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(both '	
              ​‌‍    ⁠　﻿' from cast("c6" as string))
    end as currency,
    xxhash64("c1", "c2", "c3", "c4", "c5", "c6") as row_hash,
    line as line,
    c1 is null and c2 is null as is_broken,
    coalesce(
      lower(
        case
          when trim(both '	
              ​‌‍    ⁠　﻿' from cast("c6" as string)) in ('') then null
          else trim(both '	
              ​‌‍    ⁠　﻿' from cast("c6" as string))
        end
      ),
      ''
    ) in ('failed', 'annulé', 'annulÉ') as is_excluded,
    case
      when trim(both '	
              ​‌‍    ⁠　﻿' from cast("c4" as string)) in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(both '	
              ​‌‍    ⁠　﻿' from cast("c4" as string))
    end as refunded_read,
    case
      when "c4" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
        replace("c4", '_', '') as decimal(18,4)
      )
      else try_cast(
        regexp_replace(
          regexp_extract(
            regexp_replace(
              regexp_replace(
                regexp_replace(
                  regexp_replace(
                    regexp_replace("c4", '[\x{2010}-\x{2015}\x{2212}\x{FE58}\x{FE63}\x{FF0D}]', '-'),
                    '[ \t\n\r\f\x{0085}\x{00A0}\x{061C}\x{1680}\x{2000}-\x{200F}\x{2028}\x{2029}\x{202F}\x{205F}\x{2060}\x{3000}\x{FEFF}]+',
                    ' '
                  ),
                  '(?i)dollars\.?|z\x{0142}otych\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\x{0043}\x{0048}\.?|dollar\.?|kroner\.?|kronor\.?|rupees\.?|rupiah\.?|euros\.?|krona\.?|krone\.?|pesos\.?|reais\.?|rupee\.?|zloty\.?|z\x{0142}oty\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\.?|baht\.?|can\$|cdn\$|col\$|euro\.?|mex\$|peso\.?|rand\.?|usdc|usdt|yuan\.?|aed|afn|amd|aoa|ar\$|ars|au\$|aud|awg|azn|bam|bbd|bdt|bgn|bhd|bif|bmd|bnd|bob|brl|bsd|btc|btn|bwp|byn|bzd|ca\$|cad|cdf|chf|cl\$|clf|clp|cnh|cny|cop|crc|cve|czk|dem|din\.?|djf|dkk|dop|dzd|eek|egp|ern|etb|eth|eur|fjd|fkp|gbp|gel|ghs|gip|gmd|gnf|gtq|gyd|hk\$|hkd|hnl|hrk|htg|huf|idr|ils|inr|iqd|irr|isk|jmd|jod|jpy|kes|kgs|khr|kmf|kpw|krw|ksh\.?|kwd|kyd|kzt|lak|lbp|lei\.?|leu\.?|lkr|lrd|lsl|ltl|lvl|lyd|mad|mdl|mga|mkd|mmk|mnt|mop|mru|mur|mvr|mwk|mx\$|mxn|myr|mzn|nad|ngn|nio|nok|npr|nt\$|nz\$|nzd|omr|pab|pen|pgk|php|pkr|pln|pyg|qar|rd\$|rmb|ron|rsd|rub|rwf|sar|sbd|scr|sdg|sek|sfr\.?|sg\$|sgd|shp|skk|sle|sos|srd|ssp|stn|svc|syp|szl|thb|tjs|tmt|tnd|try|tsh\.?|tt\$|ttd|twd|tzs|uah|ugx|us\$|usd|ush\.?|uyu|uzs|ves|vnd|vuv|wst|xaf|xcd|xof|xpf|yen\.?|yer|zar|zmw|zwl|\x{0433}\x{0440}\x{043D}\.?|\x{0413}\x{0420}\x{041D}\.?|\x{0434}\x{0438}\x{043D}\.?|\x{0414}\x{0418}\x{041D}\.?|\x{0440}\x{0443}\x{0431}\.?|\x{0420}\x{0423}\x{0411}\.?|a\$|c\$|dm\.?|fr\.?|ft\.?|j\$|kc\.?|kn\.?|kr\.?|k\x{010D}\.?|\x{004B}\x{010C}\.?|lv\.?|r\$|rm\.?|rp\.?|rs\.?|s\$|s\/\.?|tl\.?|zl\.?|z\x{0142}\.?|\x{005A}\x{0141}\.?|\x{043B}\x{0432}\.?|\x{041B}\x{0412}\.?|\$|r\.?|\x{00A3}|\x{00A4}|\x{00A5}|\x{0440}\.?|\x{0420}\.?|\x{058F}|\x{09F3}|\x{0E3F}|\x{17DB}|\x{20A1}|\x{20A6}|\x{20A8}|\x{20A9}|\x{20AA}|\x{20AB}|\x{20AC}|\x{20AD}|\x{20AE}|\x{20B1}|\x{20B2}|\x{20B4}|\x{20B5}|\x{20B8}|\x{20B9}|\x{20BA}|\x{20BC}|\x{20BD}|\x{20BE}|\x{20BF}|\x{5143}\.?|\x{5186}\.?|\x{C6D0}\.?|\x{FDFC}|\x{FF04}|\x{FFE5}',
                  '@'
                ),
                '^ ?([(+-]?) ?@? ?([(+-]?) ?@? ?([(+-]?) ?([.,]?[0-9](?:[0-9., ''\x{2019}\x{02BC}]*[0-9])?)(?:[.,:]-{1,2}|[.,])? ?([)-]?) ?@? ?(\)?) ?@? ?(\)?) ?$',
                '$1$2$3$4$5$6$7'
              ),
              '^\(([0-9.,].*)\)$|^([0-9.,].*)-$',
              '-$1$2'
            ),
            '^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+|(?:[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:[''\x{2019}\x{02BC}][0-9]{3})+|(?: [0-9]{3})+)|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?)$',
            0
          ),
          '[, ''\x{2019}\x{02BC}]',
          ''
        ) as decimal(18,4)
      )
    end as refunded_parsed,
    case
      when trim(both '	
              ​‌‍    ⁠　﻿' from cast("c6" as string)) in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(both '	
              ​‌‍    ⁠　﻿' from cast("c6" as string))
    end as "attr_channel"
  from "source"
)
select
  customer_id,
  day,
  amount,
  amount < 0 as is_refund,
  cast(case when amount < 0 then 0 else refunded end as decimal(18,4)) as refunded,
  order_key,
  row_hash,
  line,
  "attr_channel",
  case
    when is_broken then 'INVALID_JSON'
    when is_excluded then 'EXCLUDED'
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
      when trim(
        both '                　' from cast(date_read as string)
      ) rlike '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?\z' then 'IMPOSSIBLE_DATE'
      else 'UNPARSABLE_DATE'
    end
    when day < date '1970-01-01' or day > date '2024-12-31' then 'IMPOSSIBLE_DATE'
    when amount_parsed is null then case
      when (
        coalesce(
          abs(
            case
              when amount_read_0 rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
                replace(amount_read_0, '_', '') as double
              )
            end
          ) < double('Infinity'),
          false
        )
        or regexp_replace(
          regexp_replace(
            regexp_replace(
              regexp_replace(
                regexp_replace(amount_read_0, '[\x{2010}-\x{2015}\x{2212}\x{FE58}\x{FE63}\x{FF0D}]', '-'),
                '[ \t\n\r\f\x{0085}\x{00A0}\x{061C}\x{1680}\x{2000}-\x{200F}\x{2028}\x{2029}\x{202F}\x{205F}\x{2060}\x{3000}\x{FEFF}]+',
                ' '
              ),
              '(?i)dollars\.?|z\x{0142}otych\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\x{0043}\x{0048}\.?|dollar\.?|kroner\.?|kronor\.?|rupees\.?|rupiah\.?|euros\.?|krona\.?|krone\.?|pesos\.?|reais\.?|rupee\.?|zloty\.?|z\x{0142}oty\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\.?|baht\.?|can\$|cdn\$|col\$|euro\.?|mex\$|peso\.?|rand\.?|usdc|usdt|yuan\.?|aed|afn|amd|aoa|ar\$|ars|au\$|aud|awg|azn|bam|bbd|bdt|bgn|bhd|bif|bmd|bnd|bob|brl|bsd|btc|btn|bwp|byn|bzd|ca\$|cad|cdf|chf|cl\$|clf|clp|cnh|cny|cop|crc|cve|czk|dem|din\.?|djf|dkk|dop|dzd|eek|egp|ern|etb|eth|eur|fjd|fkp|gbp|gel|ghs|gip|gmd|gnf|gtq|gyd|hk\$|hkd|hnl|hrk|htg|huf|idr|ils|inr|iqd|irr|isk|jmd|jod|jpy|kes|kgs|khr|kmf|kpw|krw|ksh\.?|kwd|kyd|kzt|lak|lbp|lei\.?|leu\.?|lkr|lrd|lsl|ltl|lvl|lyd|mad|mdl|mga|mkd|mmk|mnt|mop|mru|mur|mvr|mwk|mx\$|mxn|myr|mzn|nad|ngn|nio|nok|npr|nt\$|nz\$|nzd|omr|pab|pen|pgk|php|pkr|pln|pyg|qar|rd\$|rmb|ron|rsd|rub|rwf|sar|sbd|scr|sdg|sek|sfr\.?|sg\$|sgd|shp|skk|sle|sos|srd|ssp|stn|svc|syp|szl|thb|tjs|tmt|tnd|try|tsh\.?|tt\$|ttd|twd|tzs|uah|ugx|us\$|usd|ush\.?|uyu|uzs|ves|vnd|vuv|wst|xaf|xcd|xof|xpf|yen\.?|yer|zar|zmw|zwl|\x{0433}\x{0440}\x{043D}\.?|\x{0413}\x{0420}\x{041D}\.?|\x{0434}\x{0438}\x{043D}\.?|\x{0414}\x{0418}\x{041D}\.?|\x{0440}\x{0443}\x{0431}\.?|\x{0420}\x{0423}\x{0411}\.?|a\$|c\$|dm\.?|fr\.?|ft\.?|j\$|kc\.?|kn\.?|kr\.?|k\x{010D}\.?|\x{004B}\x{010C}\.?|lv\.?|r\$|rm\.?|rp\.?|rs\.?|s\$|s\/\.?|tl\.?|zl\.?|z\x{0142}\.?|\x{005A}\x{0141}\.?|\x{043B}\x{0432}\.?|\x{041B}\x{0412}\.?|\$|r\.?|\x{00A3}|\x{00A4}|\x{00A5}|\x{0440}\.?|\x{0420}\.?|\x{058F}|\x{09F3}|\x{0E3F}|\x{17DB}|\x{20A1}|\x{20A6}|\x{20A8}|\x{20A9}|\x{20AA}|\x{20AB}|\x{20AC}|\x{20AD}|\x{20AE}|\x{20B1}|\x{20B2}|\x{20B4}|\x{20B5}|\x{20B8}|\x{20B9}|\x{20BA}|\x{20BC}|\x{20BD}|\x{20BE}|\x{20BF}|\x{5143}\.?|\x{5186}\.?|\x{C6D0}\.?|\x{FDFC}|\x{FF04}|\x{FFE5}',
              '@'
            ),
            '^ ?([(+-]?) ?@? ?([(+-]?) ?@? ?([(+-]?) ?([.,]?[0-9](?:[0-9., ''\x{2019}\x{02BC}]*[0-9])?)(?:[.,:]-{1,2}|[.,])? ?([)-]?) ?@? ?(\)?) ?@? ?(\)?) ?$',
            '$1$2$3$4$5$6$7'
          ),
          '^\(([0-9.,].*)\)$|^([0-9.,].*)-$',
          '-$1$2'
        ) rlike '^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+|(?:[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:[''\x{2019}\x{02BC}][0-9]{3})+|(?: [0-9]{3})+)|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?)\z'
      )
        and (
          coalesce(
            abs(
              case
                when amount_read_1 rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
                  replace(amount_read_1, '_', '') as double
                )
              end
            ) < double('Infinity'),
            false
          )
          or regexp_replace(
            regexp_replace(
              regexp_replace(
                regexp_replace(
                  regexp_replace(amount_read_1, '[\x{2010}-\x{2015}\x{2212}\x{FE58}\x{FE63}\x{FF0D}]', '-'),
                  '[ \t\n\r\f\x{0085}\x{00A0}\x{061C}\x{1680}\x{2000}-\x{200F}\x{2028}\x{2029}\x{202F}\x{205F}\x{2060}\x{3000}\x{FEFF}]+',
                  ' '
                ),
                '(?i)dollars\.?|z\x{0142}otych\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\x{0043}\x{0048}\.?|dollar\.?|kroner\.?|kronor\.?|rupees\.?|rupiah\.?|euros\.?|krona\.?|krone\.?|pesos\.?|reais\.?|rupee\.?|zloty\.?|z\x{0142}oty\.?|\x{005A}\x{0141}\x{004F}\x{0054}\x{0059}\.?|baht\.?|can\$|cdn\$|col\$|euro\.?|mex\$|peso\.?|rand\.?|usdc|usdt|yuan\.?|aed|afn|amd|aoa|ar\$|ars|au\$|aud|awg|azn|bam|bbd|bdt|bgn|bhd|bif|bmd|bnd|bob|brl|bsd|btc|btn|bwp|byn|bzd|ca\$|cad|cdf|chf|cl\$|clf|clp|cnh|cny|cop|crc|cve|czk|dem|din\.?|djf|dkk|dop|dzd|eek|egp|ern|etb|eth|eur|fjd|fkp|gbp|gel|ghs|gip|gmd|gnf|gtq|gyd|hk\$|hkd|hnl|hrk|htg|huf|idr|ils|inr|iqd|irr|isk|jmd|jod|jpy|kes|kgs|khr|kmf|kpw|krw|ksh\.?|kwd|kyd|kzt|lak|lbp|lei\.?|leu\.?|lkr|lrd|lsl|ltl|lvl|lyd|mad|mdl|mga|mkd|mmk|mnt|mop|mru|mur|mvr|mwk|mx\$|mxn|myr|mzn|nad|ngn|nio|nok|npr|nt\$|nz\$|nzd|omr|pab|pen|pgk|php|pkr|pln|pyg|qar|rd\$|rmb|ron|rsd|rub|rwf|sar|sbd|scr|sdg|sek|sfr\.?|sg\$|sgd|shp|skk|sle|sos|srd|ssp|stn|svc|syp|szl|thb|tjs|tmt|tnd|try|tsh\.?|tt\$|ttd|twd|tzs|uah|ugx|us\$|usd|ush\.?|uyu|uzs|ves|vnd|vuv|wst|xaf|xcd|xof|xpf|yen\.?|yer|zar|zmw|zwl|\x{0433}\x{0440}\x{043D}\.?|\x{0413}\x{0420}\x{041D}\.?|\x{0434}\x{0438}\x{043D}\.?|\x{0414}\x{0418}\x{041D}\.?|\x{0440}\x{0443}\x{0431}\.?|\x{0420}\x{0423}\x{0411}\.?|a\$|c\$|dm\.?|fr\.?|ft\.?|j\$|kc\.?|kn\.?|kr\.?|k\x{010D}\.?|\x{004B}\x{010C}\.?|lv\.?|r\$|rm\.?|rp\.?|rs\.?|s\$|s\/\.?|tl\.?|zl\.?|z\x{0142}\.?|\x{005A}\x{0141}\.?|\x{043B}\x{0432}\.?|\x{041B}\x{0412}\.?|\$|r\.?|\x{00A3}|\x{00A4}|\x{00A5}|\x{0440}\.?|\x{0420}\.?|\x{058F}|\x{09F3}|\x{0E3F}|\x{17DB}|\x{20A1}|\x{20A6}|\x{20A8}|\x{20A9}|\x{20AA}|\x{20AB}|\x{20AC}|\x{20AD}|\x{20AE}|\x{20B1}|\x{20B2}|\x{20B4}|\x{20B5}|\x{20B8}|\x{20B9}|\x{20BA}|\x{20BC}|\x{20BD}|\x{20BE}|\x{20BF}|\x{5143}\.?|\x{5186}\.?|\x{C6D0}\.?|\x{FDFC}|\x{FF04}|\x{FFE5}',
                '@'
              ),
              '^ ?([(+-]?) ?@? ?([(+-]?) ?@? ?([(+-]?) ?([.,]?[0-9](?:[0-9., ''\x{2019}\x{02BC}]*[0-9])?)(?:[.,:]-{1,2}|[.,])? ?([)-]?) ?@? ?(\)?) ?@? ?(\)?) ?$',
              '$1$2$3$4$5$6$7'
            ),
            '^\(([0-9.,].*)\)$|^([0-9.,].*)-$',
            '-$1$2'
          ) rlike '^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+|(?:[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:[''\x{2019}\x{02BC}][0-9]{3})+|(?: [0-9]{3})+)|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?)\z'
        ) then 'ABSURD_AMOUNT'
      else 'UNPARSABLE_AMOUNT'
    end
    when rate is null then 'UNKNOWN_CURRENCY'
    when amount is null or abs(amount) > 10000000 then 'ABSURD_AMOUNT'
    when refunded is null and refunded_parsed is null then 'UNPARSABLE_AMOUNT'
    when refunded is null or refunded > 10000000 then 'ABSURD_AMOUNT'
  end as reason
from (
  select
    p.*,
    cast(
      case
        when abs(cast(amount_parsed as double) * rate) < 99999999999999.99 then cast(
          cast(round((cast(amount_parsed as double) * rate) * 1e4) as decimal(18,0)) * 0.0001 as decimal(18,4)
        )
      end as decimal(18,4)
    ) as amount,
    case
      when refunded_read is null then cast(0 as decimal(18,4))
      else cast(
        abs(
          case
            when abs(cast(refunded_parsed as double) * rate) < 99999999999999.99 then cast(
              cast(round((cast(refunded_parsed as double) * rate) * 1e4) as decimal(18,0))
              * 0.0001 as decimal(18,4)
            )
          end
        ) as decimal(18,4)
      )
    end as refunded
  from (
    select
      *,
      case
        currency when 'EUR' then 1 when 'USD' then case when day >= date '2024-02-01' then 0.92 end
      end as rate
    from parsed
  ) p
) a
