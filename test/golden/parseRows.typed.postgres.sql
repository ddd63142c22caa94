with parsed as (
  select
    (
      case
        when btrim(cast("customer" as text) collate "C", '	
              ​‌‍    ⁠　﻿') in (
          '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
        ) then null
        else btrim(cast("customer" as text) collate "C", '	
              ​‌‍    ⁠　﻿')
      end
    ) as customer_id,
    cast(timezone('America/New_York', timezone('UTC', "ordered_at")) as date) as day,
    (
      select case when abs(round(n, 4)) < 1e14 then cast(n as decimal(18,4)) end
      from (select cast("amount" as numeric) as n offset 0) v
    ) as amount_parsed,
    "ordered_at" as date_read,
    "amount" as amount_read_0,
    (
      case
        when btrim(cast("shop" as text) collate "C", '	
              ​‌‍    ⁠　﻿') in (
          '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
        ) then null
        else btrim(cast("shop" as text) collate "C", '	
              ​‌‍    ⁠　﻿')
      end
    ) as order_key,
    hashtextextended(cast(row("customer", "ordered_at", "amount", "shop") as text), 0) as row_hash,
    FALSE as is_broken,
    (
      case
        when btrim(cast("placed" as text) collate "C", '	
              ​‌‍    ⁠　﻿') in (
          '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
        ) then null
        else btrim(cast("placed" as text) collate "C", '	
              ​‌‍    ⁠　﻿')
      end
    ) as "attr_placed",
    "customer" as raw_0,
    "ordered_at" as raw_1,
    "amount" as raw_2,
    "shop" as raw_3
  from "typed_source" offset 0
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
    when reason is not null then (
      select cast(row_to_json(r) as text)
      from (select raw_0 as "customer", raw_1 as "ordered_at", raw_2 as "amount", raw_3 as "shop") r
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
        when btrim(
          cast(date_read as text), '                　'
        ) ~ '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?$' then 'IMPOSSIBLE_DATE'
        else 'UNPARSABLE_DATE'
      end
      when day < date '1970-01-01' or day > date '2024-12-31' then 'IMPOSSIBLE_DATE'
      when amount_parsed is null then case
        when (abs(cast(amount_read_0 as numeric)) < 'Infinity') then 'ABSURD_AMOUNT' else 'UNPARSABLE_AMOUNT'
      end
      when amount is null or abs(amount) > 10000000 then 'ABSURD_AMOUNT'
    end as reason
  from (select p.*, cast(amount_parsed as decimal(18,4)) as amount from parsed p offset 0) a offset 0
) r
