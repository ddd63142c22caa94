with parsed as (
  select
    case
      when strlen(cast("c1" as varchar)) > 4
        and cast("c1" as varchar) >= '!'
        and not suffix(cast("c1" as varchar), ' ')
        and not suffix(cast("c1" as varchar), '	') then cast("c1" as varchar)
      when trim(cast("c1" as varchar), ' 	') in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(cast("c1" as varchar), ' 	')
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
      when not regexp_matches(trim("c2"), '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T]') then null
      when regexp_matches(trim("c2"), '([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)$') then cast(
        timezone('UTC', try_cast(trim("c2") as timestamptz)) as date
      )
      else cast(try_cast(trim("c2") as timestamp) as date)
    end as day,
    try_cast(
      cast(
        coalesce(
          try_cast("c3" as decimal(18,8)),
          case
            when regexp_matches(
              regexp_replace(
                regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                '\1',
                'g'
              ),
              '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$'
            ) then try_cast(
              regexp_replace(
                regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                '\1',
                'g'
              ) as decimal(18,8)
            )
            when regexp_matches(
              regexp_replace(
                regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                '\1',
                'g'
              ),
              '^[+-]?[0-9]{1,3}([,\s\x{00A0}\x{202F}''’][0-9]{3})+(\.[0-9]*)?$'
            ) then try_cast(
              regexp_replace(
                regexp_replace(
                  regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                  '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                  '\1',
                  'g'
                ),
                '[,\s\x{00A0}\x{202F}''’]',
                '',
                'g'
              ) as decimal(18,8)
            )
          end
        ) as double precision
      )
      * cast(
        coalesce(
          try_cast("c4" as decimal(18,8)),
          case
            when regexp_matches(
              regexp_replace(
                regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                '\1',
                'g'
              ),
              '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$'
            ) then try_cast(
              regexp_replace(
                regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                '\1',
                'g'
              ) as decimal(18,8)
            )
            when regexp_matches(
              regexp_replace(
                regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                '\1',
                'g'
              ),
              '^[+-]?[0-9]{1,3}([,\s\x{00A0}\x{202F}''’][0-9]{3})+(\.[0-9]*)?$'
            ) then try_cast(
              regexp_replace(
                regexp_replace(
                  regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                  '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
                  '\1',
                  'g'
                ),
                '[,\s\x{00A0}\x{202F}''’]',
                '',
                'g'
              ) as decimal(18,8)
            )
          end
        ) as double precision
      ) as decimal(18,4)
    ) as amount_parsed,
    "c2" as date_read,
    "c3" as amount_read_0,
    "c4" as amount_read_1,
    case
      when strlen(cast("c5" as varchar)) > 4
        and cast("c5" as varchar) >= '!'
        and not suffix(cast("c5" as varchar), ' ')
        and not suffix(cast("c5" as varchar), '	') then cast("c5" as varchar)
      when trim(cast("c5" as varchar), ' 	') in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(cast("c5" as varchar), ' 	')
    end as order_key,
    case
      when strlen(cast("c6" as varchar)) > 4
        and cast("c6" as varchar) >= '!'
        and not suffix(cast("c6" as varchar), ' ')
        and not suffix(cast("c6" as varchar), '	') then cast("c6" as varchar)
      when trim(cast("c6" as varchar), ' 	') in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(cast("c6" as varchar), ' 	')
    end as currency,
    hash("c1", "c2", "c3", "c4", "c5", "c6") as row_hash,
    line as line,
    c1 is null and c2 is null as is_broken,
    coalesce(
      lower(
        case
          when strlen(cast("c6" as varchar)) > 0
            and cast("c6" as varchar) >= '!'
            and not suffix(cast("c6" as varchar), ' ')
            and not suffix(cast("c6" as varchar), '	') then cast("c6" as varchar)
          when trim(cast("c6" as varchar), ' 	') in ('') then null
          else trim(cast("c6" as varchar), ' 	')
        end
      ),
      ''
    ) in ('failed', 'annulé', 'annulÉ') as is_excluded,
    case
      when strlen(cast("c4" as varchar)) > 4
        and cast("c4" as varchar) >= '!'
        and not suffix(cast("c4" as varchar), ' ')
        and not suffix(cast("c4" as varchar), '	') then cast("c4" as varchar)
      when trim(cast("c4" as varchar), ' 	') in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(cast("c4" as varchar), ' 	')
    end as refunded_read,
    coalesce(
      try_cast("c4" as decimal(18,4)),
      case
        when regexp_matches(
          regexp_replace(
            regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
            '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
            '\1',
            'g'
          ),
          '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$'
        ) then try_cast(
          regexp_replace(
            regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
            '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
            '\1',
            'g'
          ) as decimal(18,4)
        )
        when regexp_matches(
          regexp_replace(
            regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
            '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
            '\1',
            'g'
          ),
          '^[+-]?[0-9]{1,3}([,\s\x{00A0}\x{202F}''’][0-9]{3})+(\.[0-9]*)?$'
        ) then try_cast(
          regexp_replace(
            regexp_replace(
              regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
              '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
              '\1',
              'g'
            ),
            '[,\s\x{00A0}\x{202F}''’]',
            '',
            'g'
          ) as decimal(18,4)
        )
      end
    ) as refunded_parsed,
    case
      when strlen(cast("c6" as varchar)) > 4
        and cast("c6" as varchar) >= '!'
        and not suffix(cast("c6" as varchar), ' ')
        and not suffix(cast("c6" as varchar), '	') then cast("c6" as varchar)
      when trim(cast("c6" as varchar), ' 	') in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(cast("c6" as varchar), ' 	')
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
    when day is null then case
      when regexp_matches(
        trim(cast(date_read as varchar)), '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?$'
      ) then 'IMPOSSIBLE_DATE'
      else 'UNPARSABLE_DATE'
    end
    when day < date '1970-01-01' or day > date '2024-12-31' then 'IMPOSSIBLE_DATE'
    when amount_parsed is null then case
      when (
        coalesce(isfinite(try_cast(amount_read_0 as double)), false)
        or regexp_matches(
          regexp_replace(
            regexp_replace(trim(amount_read_0), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
            '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
            '\1',
            'g'
          ),
          '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$'
        )
        or regexp_matches(
          regexp_replace(
            regexp_replace(trim(amount_read_0), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
            '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
            '\1',
            'g'
          ),
          '^[+-]?[0-9]{1,3}([,\s\x{00A0}\x{202F}''’][0-9]{3})+(\.[0-9]*)?$'
        )
      )
        and (
          coalesce(isfinite(try_cast(amount_read_1 as double)), false)
          or regexp_matches(
            regexp_replace(
              regexp_replace(trim(amount_read_1), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
              '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
              '\1',
              'g'
            ),
            '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$'
          )
          or regexp_matches(
            regexp_replace(
              regexp_replace(trim(amount_read_1), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
              '^([+-])[\s\x{00A0}\x{202F}]+|^[\s\x{00A0}\x{202F}]+|[\s\x{00A0}\x{202F}]+$|[\s\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[\s\x{00A0}\x{202F}]*',
              '\1',
              'g'
            ),
            '^[+-]?[0-9]{1,3}([,\s\x{00A0}\x{202F}''’][0-9]{3})+(\.[0-9]*)?$'
          )
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
      try_cast(cast(amount_parsed as double precision) * rate as decimal(18,4)) as decimal(18,4)
    ) as amount,
    case
      when refunded_read is null then cast(0 as decimal(18,4))
      else cast(
        abs(try_cast(cast(refunded_parsed as double precision) * rate as decimal(18,4))) as decimal(18,4)
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
