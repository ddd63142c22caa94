with parsed as (
  select
    (
      case
        when btrim(cast("c1" as text) collate "C", '	
              ​‌‍    ⁠　﻿') in (
          '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
        ) then null
        else btrim(cast("c1" as text) collate "C", '	
              ​‌‍    ⁠　﻿')
      end
    ) as customer_id,
    case
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
                  ((make_date(y, m, 1) + (d - 1) + later) + (s) * interval '1 second') as date
                )
                else cast(
                  timezone(
                    'UTC',
                    timezone(
                      'UTC',
                      ((make_date(y, m, 1) + (d - 1) + later) + (coalesce(s, 0) - o) * interval '1 second')
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
    end as day,
    case
      when length("c3") <= 13
        and "c3" ~ '^[+-]?[0-9]+(\.[0-9]+)?$' then cast(cast("c3" as numeric) as decimal(18,4))
      else (
        select case when abs(round(n, 4)) < 1e14 then cast(n as decimal(18,4)) end
        from (
          select (
            select case
              when v ~ '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*$' then cast(
                replace(v, '_', '') as numeric
              )
              when bare ~ '^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+|(?:[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:[''\u2019\u02BC][0-9]{3})+|(?: [0-9]{3})+)|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?)$' then cast(
                regexp_replace(bare, '[, ''\u2019\u02BC]', '', 'g') as numeric
              )
            end
            from (
              select
                "c3" as v,
                regexp_replace(
                  regexp_replace(
                    regexp_replace(
                      regexp_replace(
                        regexp_replace("c3", '[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]', '-', 'g'),
                        '[ \t\n\r\f\u0085\u00A0\u061C\u1680\u2000-\u200F\u2028\u2029\u202F\u205F\u2060\u3000\uFEFF]+',
                        ' ',
                        'g'
                      ),
                      '(?i)dollars\.?|z\u0142otych\.?|\u005A\u0141\u004F\u0054\u0059\u0043\u0048\.?|dollar\.?|kroner\.?|kronor\.?|rupees\.?|rupiah\.?|euros\.?|krona\.?|krone\.?|pesos\.?|reais\.?|rupee\.?|zloty\.?|z\u0142oty\.?|\u005A\u0141\u004F\u0054\u0059\.?|baht\.?|can\$|cdn\$|col\$|euro\.?|mex\$|peso\.?|rand\.?|usdc|usdt|yuan\.?|aed|afn|amd|aoa|ar\$|ars|au\$|aud|awg|azn|bam|bbd|bdt|bgn|bhd|bif|bmd|bnd|bob|brl|bsd|btc|btn|bwp|byn|bzd|ca\$|cad|cdf|chf|cl\$|clf|clp|cnh|cny|cop|crc|cve|czk|dem|din\.?|djf|dkk|dop|dzd|eek|egp|ern|etb|eth|eur|fjd|fkp|gbp|gel|ghs|gip|gmd|gnf|gtq|gyd|hk\$|hkd|hnl|hrk|htg|huf|idr|ils|inr|iqd|irr|isk|jmd|jod|jpy|kes|kgs|khr|kmf|kpw|krw|ksh\.?|kwd|kyd|kzt|lak|lbp|lei\.?|leu\.?|lkr|lrd|lsl|ltl|lvl|lyd|mad|mdl|mga|mkd|mmk|mnt|mop|mru|mur|mvr|mwk|mx\$|mxn|myr|mzn|nad|ngn|nio|nok|npr|nt\$|nz\$|nzd|omr|pab|pen|pgk|php|pkr|pln|pyg|qar|rd\$|rmb|ron|rsd|rub|rwf|sar|sbd|scr|sdg|sek|sfr\.?|sg\$|sgd|shp|skk|sle|sos|srd|ssp|stn|svc|syp|szl|thb|tjs|tmt|tnd|try|tsh\.?|tt\$|ttd|twd|tzs|uah|ugx|us\$|usd|ush\.?|uyu|uzs|ves|vnd|vuv|wst|xaf|xcd|xof|xpf|yen\.?|yer|zar|zmw|zwl|\u0433\u0440\u043D\.?|\u0413\u0420\u041D\.?|\u0434\u0438\u043D\.?|\u0414\u0418\u041D\.?|\u0440\u0443\u0431\.?|\u0420\u0423\u0411\.?|a\$|c\$|dm\.?|fr\.?|ft\.?|j\$|kc\.?|kn\.?|kr\.?|k\u010D\.?|\u004B\u010C\.?|lv\.?|r\$|rm\.?|rp\.?|rs\.?|s\$|s\/\.?|tl\.?|zl\.?|z\u0142\.?|\u005A\u0141\.?|\u043B\u0432\.?|\u041B\u0412\.?|\$|r\.?|\u00A3|\u00A4|\u00A5|\u0440\.?|\u0420\.?|\u058F|\u09F3|\u0E3F|\u17DB|\u20A1|\u20A6|\u20A8|\u20A9|\u20AA|\u20AB|\u20AC|\u20AD|\u20AE|\u20B1|\u20B2|\u20B4|\u20B5|\u20B8|\u20B9|\u20BA|\u20BC|\u20BD|\u20BE|\u20BF|\u5143\.?|\u5186\.?|\uC6D0\.?|\uFDFC|\uFF04|\uFFE5',
                      '@',
                      'g'
                    ),
                    '^ ?([(+-]?) ?@? ?([(+-]?) ?@? ?([(+-]?) ?([.,]?[0-9](?:[0-9., ''\u2019\u02BC]*[0-9])?)(?:[.,:]-{1,2}|[.,])? ?([)-]?) ?@? ?(\)?) ?@? ?(\)?) ?$',
                    '\1\2\3\4\5\6\7',
                    'g'
                  ),
                  '^\(([0-9.,].*)\)$|^([0-9.,].*)-$',
                  '-\1\2',
                  'g'
                ) as bare offset 0
            ) b
            where length(v) <= 250
          ) as n offset 0
        ) v
      )
    end as amount_parsed,
    "c2" as date_read,
    "c3" as amount_read_0,
    FALSE as is_broken
  from "source" offset 0
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
      when btrim(
        cast(date_read as text), '                　'
      ) ~ '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?$' then 'IMPOSSIBLE_DATE'
      else 'UNPARSABLE_DATE'
    end
    when day < date '1970-01-01' or day > date '2024-12-31' then 'IMPOSSIBLE_DATE'
    when amount_parsed is null then case
      when (
        coalesce(
          abs(
            case
              when length(amount_read_0) <= 250
                and amount_read_0 ~ '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*$' then cast(
                  replace(amount_read_0, '_', '') as numeric
                )
            end
          ) < 1.7976931348623158e308,
          false
        )
        or (
          regexp_replace(
            regexp_replace(
              regexp_replace(
                regexp_replace(
                  regexp_replace(amount_read_0, '[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]', '-', 'g'),
                  '[ \t\n\r\f\u0085\u00A0\u061C\u1680\u2000-\u200F\u2028\u2029\u202F\u205F\u2060\u3000\uFEFF]+',
                  ' ',
                  'g'
                ),
                '(?i)dollars\.?|z\u0142otych\.?|\u005A\u0141\u004F\u0054\u0059\u0043\u0048\.?|dollar\.?|kroner\.?|kronor\.?|rupees\.?|rupiah\.?|euros\.?|krona\.?|krone\.?|pesos\.?|reais\.?|rupee\.?|zloty\.?|z\u0142oty\.?|\u005A\u0141\u004F\u0054\u0059\.?|baht\.?|can\$|cdn\$|col\$|euro\.?|mex\$|peso\.?|rand\.?|usdc|usdt|yuan\.?|aed|afn|amd|aoa|ar\$|ars|au\$|aud|awg|azn|bam|bbd|bdt|bgn|bhd|bif|bmd|bnd|bob|brl|bsd|btc|btn|bwp|byn|bzd|ca\$|cad|cdf|chf|cl\$|clf|clp|cnh|cny|cop|crc|cve|czk|dem|din\.?|djf|dkk|dop|dzd|eek|egp|ern|etb|eth|eur|fjd|fkp|gbp|gel|ghs|gip|gmd|gnf|gtq|gyd|hk\$|hkd|hnl|hrk|htg|huf|idr|ils|inr|iqd|irr|isk|jmd|jod|jpy|kes|kgs|khr|kmf|kpw|krw|ksh\.?|kwd|kyd|kzt|lak|lbp|lei\.?|leu\.?|lkr|lrd|lsl|ltl|lvl|lyd|mad|mdl|mga|mkd|mmk|mnt|mop|mru|mur|mvr|mwk|mx\$|mxn|myr|mzn|nad|ngn|nio|nok|npr|nt\$|nz\$|nzd|omr|pab|pen|pgk|php|pkr|pln|pyg|qar|rd\$|rmb|ron|rsd|rub|rwf|sar|sbd|scr|sdg|sek|sfr\.?|sg\$|sgd|shp|skk|sle|sos|srd|ssp|stn|svc|syp|szl|thb|tjs|tmt|tnd|try|tsh\.?|tt\$|ttd|twd|tzs|uah|ugx|us\$|usd|ush\.?|uyu|uzs|ves|vnd|vuv|wst|xaf|xcd|xof|xpf|yen\.?|yer|zar|zmw|zwl|\u0433\u0440\u043D\.?|\u0413\u0420\u041D\.?|\u0434\u0438\u043D\.?|\u0414\u0418\u041D\.?|\u0440\u0443\u0431\.?|\u0420\u0423\u0411\.?|a\$|c\$|dm\.?|fr\.?|ft\.?|j\$|kc\.?|kn\.?|kr\.?|k\u010D\.?|\u004B\u010C\.?|lv\.?|r\$|rm\.?|rp\.?|rs\.?|s\$|s\/\.?|tl\.?|zl\.?|z\u0142\.?|\u005A\u0141\.?|\u043B\u0432\.?|\u041B\u0412\.?|\$|r\.?|\u00A3|\u00A4|\u00A5|\u0440\.?|\u0420\.?|\u058F|\u09F3|\u0E3F|\u17DB|\u20A1|\u20A6|\u20A8|\u20A9|\u20AA|\u20AB|\u20AC|\u20AD|\u20AE|\u20B1|\u20B2|\u20B4|\u20B5|\u20B8|\u20B9|\u20BA|\u20BC|\u20BD|\u20BE|\u20BF|\u5143\.?|\u5186\.?|\uC6D0\.?|\uFDFC|\uFF04|\uFFE5',
                '@',
                'g'
              ),
              '^ ?([(+-]?) ?@? ?([(+-]?) ?@? ?([(+-]?) ?([.,]?[0-9](?:[0-9., ''\u2019\u02BC]*[0-9])?)(?:[.,:]-{1,2}|[.,])? ?([)-]?) ?@? ?(\)?) ?@? ?(\)?) ?$',
              '\1\2\3\4\5\6\7',
              'g'
            ),
            '^\(([0-9.,].*)\)$|^([0-9.,].*)-$',
            '-\1\2',
            'g'
          ) ~ '^[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+|(?:[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:[''\u2019\u02BC][0-9]{3})+|(?: [0-9]{3})+)|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.[0-9]+)?)$'
        )
      ) then 'ABSURD_AMOUNT'
      else 'UNPARSABLE_AMOUNT'
    end
    when amount is null or abs(amount) > 10000000 then 'ABSURD_AMOUNT'
  end as reason
from (select p.*, cast(amount_parsed as decimal(18,4)) as amount from parsed p offset 0) a
