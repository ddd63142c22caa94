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
    coalesce(
      cast(timezone('Europe/Berlin', timezone('UTC', try_strptime(trim("c2"), '%d.%m.%Y %H:%M'))) as date),
      list_transform(
        [regexp_extract(
          trim("c2"),
          '^[ \t\n\r\f  ]*([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,4})[ \t\n\r\f  ]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f  ]*$',
          ['g1',
          'g2',
          'g3',
          'g4',
          'g5']
        )],
        lambda p: case
          when nullif(p.g3, '') is not null then case
            when cast(nullif(p.g2, '') as integer) between 1 and 12
              and coalesce(cast(nullif(p.g5, '') as integer), 0) < 60
              and 0 < 60
              and coalesce(cast(nullif(p.g4, '') as integer), 0) < 24 then cast(
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
                            cast(nullif(p.g2, '') as integer),
                            cast(nullif(p.g1, '') as integer)
                          ) as date
                        ) as timestamp
                      )
                      + to_seconds(
                        coalesce(cast(nullif(p.g4, '') as integer), 0)
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
    ) as day,
    cast(0 as decimal(18,4)) as amount_parsed,
    "c2" as date_read,
    case
      when strlen(cast("c5" as varchar)) > 4
        and cast("c5" as varchar) >= '!'
        and strlen(cast("c5" as varchar)) = length(cast("c5" as varchar))
        and not suffix(cast("c5" as varchar), ' ')
        and not suffix(cast("c5" as varchar), '	')
        and not suffix(cast("c5" as varchar), '
')
        and not suffix(cast("c5" as varchar), '') then cast("c5" as varchar)
      when trim(cast("c5" as varchar), '	
              ​‌‍    ⁠　﻿') in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(cast("c5" as varchar), '	
              ​‌‍    ⁠　﻿')
    end as order_key,
    hash("c1", "c2", "c3") as row_hash,
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
      when regexp_matches(
        trim(cast(date_read as varchar)), '^[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4} [0-9]{1,2}\:[0-9]{1,2}$'
      ) then 'IMPOSSIBLE_DATE'
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
