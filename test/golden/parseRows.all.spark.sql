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
        cast("c2" as string)
      ) rlike '^[ \t\n\r\f]*([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]*\z' then case
        when cast(
          nullif(
            regexp_extract(
              trim(cast("c2" as string)),
              '^[ \t\n\r\f]*([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]*\z',
              2
            ),
            ''
          ) as integer
        ) between 1 and 12
          and coalesce(
            cast(
              nullif(
                regexp_extract(
                  trim(cast("c2" as string)),
                  '^[ \t\n\r\f]*([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]*\z',
                  5
                ),
                ''
              ) as integer
            ),
            0
          ) < 60
          and 0 < 60
          and coalesce(
            cast(
              nullif(
                regexp_extract(
                  trim(cast("c2" as string)),
                  '^[ \t\n\r\f]*([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]*\z',
                  4
                ),
                ''
              ) as integer
            ),
            0
          ) < 24 then cast(
            convert_timezone(
              'UTC',
              'Europe/Berlin',
              timestampadd(
                second,
                coalesce(
                  cast(
                    nullif(
                      regexp_extract(
                        trim(cast("c2" as string)),
                        '^[ \t\n\r\f]*([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]*\z',
                        4
                      ),
                      ''
                    ) as integer
                  ),
                  0
                )
                * 3600
                + coalesce(
                  cast(
                    nullif(
                      regexp_extract(
                        trim(cast("c2" as string)),
                        '^[ \t\n\r\f]*([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]*\z',
                        5
                      ),
                      ''
                    ) as integer
                  ),
                  0
                )
                * 60
                + 0,
                cast(
                  try_cast(
                    format_string(
                      '%04d-%d-%d',
                      cast(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^[ \t\n\r\f]*([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]*\z',
                            3
                          ),
                          ''
                        ) as integer
                      ),
                      cast(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^[ \t\n\r\f]*([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]*\z',
                            2
                          ),
                          ''
                        ) as integer
                      ),
                      cast(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^[ \t\n\r\f]*([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]*\z',
                            1
                          ),
                          ''
                        ) as integer
                      )
                    ) as date
                  ) as timestamp_ntz
                )
              )
            ) as date
          )
      end
    end as day,
    case
      when abs(
        cast(
          case
            when regexp_replace(
              regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
              '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
              '$1'
            ) rlike '^[+-]?([0-9]+,?[0-9]*|,[0-9]+)\z' then try_cast(
              replace(
                regexp_replace(
                  regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                  '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                  '$1'
                ),
                ',',
                '.'
              ) as decimal(18,8)
            )
            when regexp_replace(
              regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
              '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
              '$1'
            ) rlike '^[+-]?[0-9]{1,3}([. \t\n\r\f\x{00A0}\x{202F}''’][0-9]{3})+(,[0-9]*)?\z' then try_cast(
              replace(
                regexp_replace(
                  regexp_replace(
                    regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                    '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                    '$1'
                  ),
                  '[. \t\n\r\f\x{00A0}\x{202F}''’]',
                  ''
                ),
                ',',
                '.'
              ) as decimal(18,8)
            )
          end as double
        )
        * cast(
          case
            when regexp_replace(
              regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
              '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
              '$1'
            ) rlike '^[+-]?([0-9]+,?[0-9]*|,[0-9]+)\z' then try_cast(
              replace(
                regexp_replace(
                  regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                  '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                  '$1'
                ),
                ',',
                '.'
              ) as decimal(18,8)
            )
            when regexp_replace(
              regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
              '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
              '$1'
            ) rlike '^[+-]?[0-9]{1,3}([. \t\n\r\f\x{00A0}\x{202F}''’][0-9]{3})+(,[0-9]*)?\z' then try_cast(
              replace(
                regexp_replace(
                  regexp_replace(
                    regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                    '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                    '$1'
                  ),
                  '[. \t\n\r\f\x{00A0}\x{202F}''’]',
                  ''
                ),
                ',',
                '.'
              ) as decimal(18,8)
            )
          end as double
        )
      ) < 99999999999999.99 then cast(
        cast(
          round(
            cast(
              case
                when regexp_replace(
                  regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                  '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                  '$1'
                ) rlike '^[+-]?([0-9]+,?[0-9]*|,[0-9]+)\z' then try_cast(
                  replace(
                    regexp_replace(
                      regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                      '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                      '$1'
                    ),
                    ',',
                    '.'
                  ) as decimal(18,8)
                )
                when regexp_replace(
                  regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                  '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                  '$1'
                ) rlike '^[+-]?[0-9]{1,3}([. \t\n\r\f\x{00A0}\x{202F}''’][0-9]{3})+(,[0-9]*)?\z' then try_cast(
                  replace(
                    regexp_replace(
                      regexp_replace(
                        regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                        '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                        '$1'
                      ),
                      '[. \t\n\r\f\x{00A0}\x{202F}''’]',
                      ''
                    ),
                    ',',
                    '.'
                  ) as decimal(18,8)
                )
              end as double
            )
            * cast(
              case
                when regexp_replace(
                  regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                  '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                  '$1'
                ) rlike '^[+-]?([0-9]+,?[0-9]*|,[0-9]+)\z' then try_cast(
                  replace(
                    regexp_replace(
                      regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                      '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                      '$1'
                    ),
                    ',',
                    '.'
                  ) as decimal(18,8)
                )
                when regexp_replace(
                  regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                  '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                  '$1'
                ) rlike '^[+-]?[0-9]{1,3}([. \t\n\r\f\x{00A0}\x{202F}''’][0-9]{3})+(,[0-9]*)?\z' then try_cast(
                  replace(
                    regexp_replace(
                      regexp_replace(
                        regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                        '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                        '$1'
                      ),
                      '[. \t\n\r\f\x{00A0}\x{202F}''’]',
                      ''
                    ),
                    ',',
                    '.'
                  ) as decimal(18,8)
                )
              end as double
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
      when trim(
        cast(date_read as string)
      ) rlike '^[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4} [0-9]{1,2}\:[0-9]{1,2}\z' then 'IMPOSSIBLE_DATE'
      else 'UNPARSABLE_DATE'
    end
    when day < date '1970-01-01' or day > date '2024-12-31' then 'IMPOSSIBLE_DATE'
    when amount_parsed is null then case
      when (
        regexp_replace(
          regexp_replace(trim(amount_read_0), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
          '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
          '$1'
        ) rlike '^[+-]?([0-9]+,?[0-9]*|,[0-9]+)\z'
        or regexp_replace(
          regexp_replace(trim(amount_read_0), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
          '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
          '$1'
        ) rlike '^[+-]?[0-9]{1,3}([. \t\n\r\f\x{00A0}\x{202F}''’][0-9]{3})+(,[0-9]*)?\z'
      )
        and (
          regexp_replace(
            regexp_replace(trim(amount_read_1), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
            '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
            '$1'
          ) rlike '^[+-]?([0-9]+,?[0-9]*|,[0-9]+)\z'
          or regexp_replace(
            regexp_replace(trim(amount_read_1), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
            '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
            '$1'
          ) rlike '^[+-]?[0-9]{1,3}([. \t\n\r\f\x{00A0}\x{202F}''’][0-9]{3})+(,[0-9]*)?\z'
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
      case
        when abs(
          cast(
            case
              when coalesce(left(order_key, 1) = 'C', false) then -abs(amount_parsed) else amount_parsed
            end as double
          )
          * rate
        ) < 99999999999999.99 then cast(
          cast(
            round(
              cast(
                case
                  when coalesce(left(order_key, 1) = 'C', false) then -abs(amount_parsed) else amount_parsed
                end as double
              )
              * rate
              * 1e4
            ) as decimal(18,0)
          )
          * 0.0001 as decimal(18,4)
        )
      end as decimal(18,4)
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
