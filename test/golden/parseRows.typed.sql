with parsed as (
  select
    case
      when strlen(cast("customer" as varchar)) > 4
        and cast("customer" as varchar) >= '!'
        and strlen(cast("customer" as varchar)) = length(cast("customer" as varchar))
        and not suffix(cast("customer" as varchar), ' ')
        and not suffix(cast("customer" as varchar), '	')
        and not suffix(cast("customer" as varchar), '
')
        and not suffix(cast("customer" as varchar), '') then cast("customer" as varchar)
      when trim(cast("customer" as varchar), '	
              ​‌‍    ⁠　﻿') in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(cast("customer" as varchar), '	
              ​‌‍    ⁠　﻿')
    end as customer_id,
    cast(timezone('America/New_York', timezone('UTC', "ordered_at")) as date) as day,
    try_cast("amount" as decimal(18,4)) as amount_parsed,
    "ordered_at" as date_read,
    "amount" as amount_read_0,
    case
      when strlen(cast("shop" as varchar)) > 4
        and cast("shop" as varchar) >= '!'
        and strlen(cast("shop" as varchar)) = length(cast("shop" as varchar))
        and not suffix(cast("shop" as varchar), ' ')
        and not suffix(cast("shop" as varchar), '	')
        and not suffix(cast("shop" as varchar), '
')
        and not suffix(cast("shop" as varchar), '') then cast("shop" as varchar)
      when trim(cast("shop" as varchar), '	
              ​‌‍    ⁠　﻿') in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(cast("shop" as varchar), '	
              ​‌‍    ⁠　﻿')
    end as order_key,
    hash("customer", "ordered_at", "amount", "shop") as row_hash,
    FALSE as is_broken,
    case
      when strlen(cast("placed" as varchar)) > 4
        and cast("placed" as varchar) >= '!'
        and strlen(cast("placed" as varchar)) = length(cast("placed" as varchar))
        and not suffix(cast("placed" as varchar), ' ')
        and not suffix(cast("placed" as varchar), '	')
        and not suffix(cast("placed" as varchar), '
')
        and not suffix(cast("placed" as varchar), '') then cast("placed" as varchar)
      when trim(cast("placed" as varchar), '	
              ​‌‍    ⁠　﻿') in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(cast("placed" as varchar), '	
              ​‌‍    ⁠　﻿')
    end as "attr_placed",
    "customer" as raw_0,
    "ordered_at" as raw_1,
    "amount" as raw_2,
    "shop" as raw_3
  from "typed_source"
)
select
  customer_id,
  day,
  amount,
  is_refund,
  order_key,
  row_hash,
  "attr_placed",
  reason,
  case
    when reason is not null then cast(
      to_json(
        struct_pack("customer" := raw_0, "ordered_at" := raw_1, "amount" := raw_2, "shop" := raw_3)
      ) as varchar
    )
  end as raw_text
from (
  select
    customer_id,
    day,
    amount,
    amount < 0 as is_refund,
    order_key,
    row_hash,
    "attr_placed",
    raw_0,
    raw_1,
    raw_2,
    raw_3,
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
      when day < date '1970-01-01' or day > date '2024-12-31' then 'IMPOSSIBLE_DATE'
      when amount_parsed is null then case
        when isfinite(try_cast(amount_read_0 as double)) then 'ABSURD_AMOUNT' else 'UNPARSABLE_AMOUNT'
      end
      when amount is null or abs(amount) > 10000000 then 'ABSURD_AMOUNT'
    end as reason
  from (select p.*, cast(amount_parsed as decimal(18,4)) as amount from parsed p) a
) r
