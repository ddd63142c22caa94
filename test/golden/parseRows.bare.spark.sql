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
      when trim(
        both '                　' from cast("c2" as string)
      ) rlike '^[ \t\n\r\f  ]*([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,4})[ \t\n\r\f  ]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f  ]*\z' then transform(
        array(
          split(
            regexp_replace(
              trim(both '                　' from cast("c2" as string)),
              '^[ \t\n\r\f  ]*([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,4})[ \t\n\r\f  ]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f  ]*\z',
              '$1,$2,$3,$4,$5'
            ),
            ',',
            -1
          )
        ),
        p
        -> case
          when cast(nullif(p[1], '') as integer) between 1 and 12
            and coalesce(cast(nullif(p[4], '') as integer), 0) < 60
            and 0 < 60
            and coalesce(cast(nullif(p[3], '') as integer), 0) < 24 then cast(
              convert_timezone(
                'UTC',
                'Europe/Berlin',
                timestampadd(
                  second,
                  coalesce(cast(nullif(p[3], '') as integer), 0)
                  * 3600
                  + coalesce(cast(nullif(p[4], '') as integer), 0)
                  * 60
                  + 0,
                  cast(
                    try_cast(
                      format_string(
                        '%04d-%d-%d',
                        cast(nullif(p[2], '') as integer),
                        cast(nullif(p[1], '') as integer),
                        cast(nullif(p[0], '') as integer)
                      ) as date
                    ) as timestamp_ntz
                  )
                )
              ) as date
            )
        end
      )[0]
    end as day,
    cast(0 as decimal(18,4)) as amount_parsed,
    "c2" as date_read,
    case
      when trim(both '	
              ​‌‍    ⁠　﻿' from cast("c5" as string)) in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(both '	
              ​‌‍    ⁠　﻿' from cast("c5" as string))
    end as order_key,
    xxhash64("c1", "c2", "c3") as row_hash,
    FALSE as is_broken
  from "source"
)
select
  customer_id,
  day,
  (amount < 0 or coalesce(left(order_key, 1) = 'C', false)) as is_refund,
  order_key,
  row_hash,
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
      when trim(
        both '                　' from cast(date_read as string)
      ) rlike '^[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4} [0-9]{1,2}\:[0-9]{1,2}\z' then 'IMPOSSIBLE_DATE'
      else 'UNPARSABLE_DATE'
    end
    when day < date '1970-01-01' or day > date '2024-12-31' then 'IMPOSSIBLE_DATE'
    when (amount < 0 or coalesce(left(order_key, 1) = 'C', false)) then 'REFUND'
  end as reason
from (
  select
    p.*,
    cast(
      case
        when coalesce(left(order_key, 1) = 'C', false) then -abs(amount_parsed) else amount_parsed
      end as decimal(18,4)
    ) as amount
  from parsed p
) a
