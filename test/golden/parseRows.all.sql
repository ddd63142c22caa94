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
    cast(
      timezone('Europe/Berlin', timezone('UTC', try_strptime(trim("c2"), '%d.%m.%Y %H:%M'))) as date
    ) as day,
    try_cast(
      cast(
        case
          when regexp_matches("c3", '^[+-]?[0-9]+(,[0-9]+)?$') then try_cast(
            replace("c3", ',', '.') as decimal(18,8)
          )
          else case
            when regexp_matches(
              regexp_replace(
                regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                '\1',
                'g'
              ),
              '^[+-]?([0-9]+,?[0-9]*|,[0-9]+)$'
            ) then try_cast(
              replace(
                regexp_replace(
                  regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                  '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                  '\1',
                  'g'
                ),
                ',',
                '.'
              ) as decimal(18,8)
            )
            when regexp_matches(
              regexp_replace(
                regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                '\1',
                'g'
              ),
              '^[+-]?[0-9]{1,3}([.\s\x{00A0}\x{202F}''’][0-9]{3})+(,[0-9]*)?$'
            ) then try_cast(
              replace(
                regexp_replace(
                  regexp_replace(
                    regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                    '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                    '\1',
                    'g'
                  ),
                  '[.\s\x{00A0}\x{202F}''’]',
                  '',
                  'g'
                ),
                ',',
                '.'
              ) as decimal(18,8)
            )
          end
        end as double precision
      )
      * cast(
        case
          when regexp_matches("c4", '^[+-]?[0-9]+(,[0-9]+)?$') then try_cast(
            replace("c4", ',', '.') as decimal(18,8)
          )
          else case
            when regexp_matches(
              regexp_replace(
                regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                '\1',
                'g'
              ),
              '^[+-]?([0-9]+,?[0-9]*|,[0-9]+)$'
            ) then try_cast(
              replace(
                regexp_replace(
                  regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                  '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                  '\1',
                  'g'
                ),
                ',',
                '.'
              ) as decimal(18,8)
            )
            when regexp_matches(
              regexp_replace(
                regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                '\1',
                'g'
              ),
              '^[+-]?[0-9]{1,3}([.\s\x{00A0}\x{202F}''’][0-9]{3})+(,[0-9]*)?$'
            ) then try_cast(
              replace(
                regexp_replace(
                  regexp_replace(
                    regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                    '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                    '\1',
                    'g'
                  ),
                  '[.\s\x{00A0}\x{202F}''’]',
                  '',
                  'g'
                ),
                ',',
                '.'
              ) as decimal(18,8)
            )
          end
        end as double precision
      ) as decimal(18,4)
    ) as amount_parsed,
    "c2" as date_read,
    "c3" as amount_read_0,
    "c4" as amount_read_1,
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
    case
      when strlen(cast("c6" as varchar)) > 4
        and cast("c6" as varchar) >= '!'
        and strlen(cast("c6" as varchar)) = length(cast("c6" as varchar))
        and not suffix(cast("c6" as varchar), ' ')
        and not suffix(cast("c6" as varchar), '	')
        and not suffix(cast("c6" as varchar), '
')
        and not suffix(cast("c6" as varchar), '') then cast("c6" as varchar)
      when trim(cast("c6" as varchar), '	
              ​‌‍    ⁠　﻿') in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(cast("c6" as varchar), '	
              ​‌‍    ⁠　﻿')
    end as currency,
    hash("c1", "c2", "c3", "c4", "c5", "c6") as row_hash,
    line as line,
    c1 is null and c2 is null as is_broken,
    case
      when strlen(cast("c6" as varchar)) > 4
        and cast("c6" as varchar) >= '!'
        and strlen(cast("c6" as varchar)) = length(cast("c6" as varchar))
        and not suffix(cast("c6" as varchar), ' ')
        and not suffix(cast("c6" as varchar), '	')
        and not suffix(cast("c6" as varchar), '
')
        and not suffix(cast("c6" as varchar), '') then cast("c6" as varchar)
      when trim(cast("c6" as varchar), '	
              ​‌‍    ⁠　﻿') in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(cast("c6" as varchar), '	
              ​‌‍    ⁠　﻿')
    end as "attr_channel"
  from "source"
)
select
  customer_id,
  day,
  amount,
  (amount < 0 or coalesce(left(order_key, 1) = 'C', false)) as is_refund,
  order_key,
  row_hash,
  line,
  "attr_channel",
  case
    when is_broken then 'INVALID_JSON'
    when customer_id is null then 'MISSING_CUSTOMER'
    when translate(customer_id, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') in (
      '#n/a',
      '(not set)',
      '-',
      '-1',
      '0',
      '00000000-0000-0000-0000-000000000000',
      '?',
      'anonymous',
      'guest',
      'n/a',
      'nil',
      'none',
      'not set',
      'null',
      'undefined',
      'unknown'
    ) then 'PLACEHOLDER_CUSTOMER'
    when day is null then case
      when regexp_matches(
        trim(cast(date_read as varchar)), '^[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4} [0-9]{1,2}\:[0-9]{1,2}$'
      ) then 'IMPOSSIBLE_DATE'
      else 'UNPARSABLE_DATE'
    end
    when day < date '1970-01-01' or day > date '2024-12-31' then 'IMPOSSIBLE_DATE'
    when amount_parsed is null then case
      when (
        regexp_matches(
          regexp_replace(
            regexp_replace(trim(amount_read_0), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
            '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
            '\1',
            'g'
          ),
          '^[+-]?([0-9]+,?[0-9]*|,[0-9]+)$'
        )
        or regexp_matches(
          regexp_replace(
            regexp_replace(trim(amount_read_0), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
            '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
            '\1',
            'g'
          ),
          '^[+-]?[0-9]{1,3}([.\s\x{00A0}\x{202F}''’][0-9]{3})+(,[0-9]*)?$'
        )
      )
        and (
          regexp_matches(
            regexp_replace(
              regexp_replace(trim(amount_read_1), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
              '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
              '\1',
              'g'
            ),
            '^[+-]?([0-9]+,?[0-9]*|,[0-9]+)$'
          )
          or regexp_matches(
            regexp_replace(
              regexp_replace(trim(amount_read_1), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
              '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
              '\1',
              'g'
            ),
            '^[+-]?[0-9]{1,3}([.\s\x{00A0}\x{202F}''’][0-9]{3})+(,[0-9]*)?$'
          )
        ) then 'ABSURD_AMOUNT'
      else 'UNPARSABLE_AMOUNT'
    end
    when rate is null then 'UNKNOWN_CURRENCY'
    when amount is null or abs(amount) > 10000000 then 'ABSURD_AMOUNT'
    when amount = 0 then 'ZERO_AMOUNT'
    when (amount < 0 or coalesce(left(order_key, 1) = 'C', false)) then 'REFUND'
  end as reason
from (
  select
    p.*,
    cast(
      try_cast(
        cast(
          case
            when coalesce(left(order_key, 1) = 'C', false) then -abs(amount_parsed) else amount_parsed
          end as double precision
        )
        * rate as decimal(18,4)
      ) as decimal(18,4)
    ) as amount
  from (
    select
      *,
      case
        currency when 'EUR' then 1 when 'USD' then case when day >= date '2024-02-01' then 0.92 end
      end as rate
    from parsed
  ) p
) a
