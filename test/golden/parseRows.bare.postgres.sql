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
    (
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
          cast(p[2] as integer) as m,
          cast(p[1] as integer) as d,
          coalesce(cast(p[4] as integer), 0) * 3600 + coalesce(cast(p[5] as integer), 0) * 60 + 0 as s,
          0 as o,
          0 as later,
          cast(p[2] as integer) between 1 and 12
          and coalesce(cast(p[5] as integer), 0) < 60
          and 0 < 60
          and coalesce(cast(p[4] as integer), 0) < 24 as ok
        from (
          select regexp_match(
            btrim(cast("c2" as text), '                　'),
            '^[ \t\n\r\f  ]*([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,4})[ \t\n\r\f  ]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f  ]*$'
          ) as p offset 0
        ) g
        where p is not null offset 0
      ) v
    ) as day,
    cast(0 as decimal(18,4)) as amount_parsed,
    "c2" as date_read,
    (
      case
        when btrim(cast("c5" as text) collate "C", '	
              ​‌‍    ⁠　﻿') in (
          '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
        ) then null
        else btrim(cast("c5" as text) collate "C", '	
              ​‌‍    ⁠　﻿')
      end
    ) as order_key,
    hashtextextended(cast(row("c1", "c2", "c3") as text), 0) as row_hash,
    FALSE as is_broken
  from "source" offset 0
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
      when btrim(
        cast(date_read as text), '                　'
      ) ~ '^[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4} [0-9]{1,2}\:[0-9]{1,2}$' then 'IMPOSSIBLE_DATE'
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
  from parsed p offset 0
) a
