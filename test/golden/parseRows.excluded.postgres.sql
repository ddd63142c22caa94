with parsed as (
  select
    (
      case
        when btrim(cast("c1" as text) collate "C", ' 	') in (
          '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
        ) then null
        else btrim(cast("c1" as text) collate "C", ' 	')
      end
    ) as customer_id,
    case
      when trim(cast("c2" as text)) ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$' then cast(
        trim(cast("c2" as text)) as date
      )
      when length(trim(cast("c2" as text))) between 8 and 10 then (
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
              trim(cast("c2" as text)), '^([0-9]{1,6})([-/ \\])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])'
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
              when p[7] = 'Z' then 0
              when left(p[7], 1) = '-' then
              -(
                cast(substr(p[7], 2, 2) as integer)
                * 3600
                + case when length(p[7]) > 3 then cast(right(p[7], 2) as integer) else 0 end
                * 60
              )
              else (
                cast(substr(p[7], 2, 2) as integer)
                * 3600
                + case when length(p[7]) > 3 then cast(right(p[7], 2) as integer) else 0 end
                * 60
              )
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
              trim(cast("c2" as text)),
              '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?$'
            ) as p offset 0
          ) g
          where p is not null offset 0
        ) v
      )
    end as day,
    (
      select case
        when abs(n) < 99999999999999.99 then cast(
          cast(trunc(n * 1e4 + sign(n) * 0.5) as decimal(18,0)) * 0.0001 as decimal(18,4)
        )
      end
      from (
        select cast(
          case
            when length("c3") <= 9
              and "c3" ~ '^[+-]?[0-9]+(\.[0-9]+)?$' then cast(cast("c3" as numeric) as decimal(18,8))
            else (
              select case when abs(round(n, 8)) < 1e10 then cast(n as decimal(18,8)) end
              from (
                select (
                  select case
                    when v ~ '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*$' then cast(
                      replace(v, '_', '') as numeric
                    )
                    when bare ~ '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$' then cast(bare as numeric)
                    when bare ~ '^[+-]?[0-9]{1,3}([, \t\n\r\f\u00A0\u202F''’][0-9]{3})+(\.[0-9]*)?$' then cast(
                      regexp_replace(bare, '[, \t\n\r\f\u00A0\u202F''’]', '', 'g') as numeric
                    )
                  end
                  from (
                    select
                      "c3" as v,
                      regexp_replace(
                        regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                        '^([+-])[ \t\n\r\f\u00A0\u202F]+|^[ \t\n\r\f\u00A0\u202F]+|[ \t\n\r\f\u00A0\u202F]+$|[ \t\n\r\f\u00A0\u202F]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\u00A0\u202F]*',
                        '\1',
                        'g'
                      ) as bare offset 0
                  ) b
                  where length(v) <= 250
                ) as n offset 0
              ) v
            )
          end as double precision
        ) * cast(
          case
            when length("c4") <= 9
              and "c4" ~ '^[+-]?[0-9]+(\.[0-9]+)?$' then cast(cast("c4" as numeric) as decimal(18,8))
            else (
              select case when abs(round(n, 8)) < 1e10 then cast(n as decimal(18,8)) end
              from (
                select (
                  select case
                    when v ~ '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*$' then cast(
                      replace(v, '_', '') as numeric
                    )
                    when bare ~ '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$' then cast(bare as numeric)
                    when bare ~ '^[+-]?[0-9]{1,3}([, \t\n\r\f\u00A0\u202F''’][0-9]{3})+(\.[0-9]*)?$' then cast(
                      regexp_replace(bare, '[, \t\n\r\f\u00A0\u202F''’]', '', 'g') as numeric
                    )
                  end
                  from (
                    select
                      "c4" as v,
                      regexp_replace(
                        regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                        '^([+-])[ \t\n\r\f\u00A0\u202F]+|^[ \t\n\r\f\u00A0\u202F]+|[ \t\n\r\f\u00A0\u202F]+$|[ \t\n\r\f\u00A0\u202F]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\u00A0\u202F]*',
                        '\1',
                        'g'
                      ) as bare offset 0
                  ) b
                  where length(v) <= 250
                ) as n offset 0
              ) v
            )
          end as double precision
        ) as n offset 0
      ) v
    ) as amount_parsed,
    "c2" as date_read,
    "c3" as amount_read_0,
    "c4" as amount_read_1,
    (
      case
        when btrim(cast("c5" as text) collate "C", ' 	') in (
          '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
        ) then null
        else btrim(cast("c5" as text) collate "C", ' 	')
      end
    ) as order_key,
    (
      case
        when btrim(cast("c6" as text) collate "C", ' 	') in (
          '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
        ) then null
        else btrim(cast("c6" as text) collate "C", ' 	')
      end
    ) as currency,
    hashtextextended(cast(row("c1", "c2", "c3", "c4", "c5", "c6") as text), 0) as row_hash,
    line as line,
    c1 is null and c2 is null as is_broken,
    coalesce(
      lower(
        (
          case
            when btrim(cast("c6" as text) collate "C", ' 	') in ('') then null
            else btrim(cast("c6" as text) collate "C", ' 	')
          end
        )
      ),
      ''
    ) in ('failed', 'annulé', 'annulÉ') as is_excluded,
    (
      case
        when btrim(cast("c4" as text) collate "C", ' 	') in (
          '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
        ) then null
        else btrim(cast("c4" as text) collate "C", ' 	')
      end
    ) as refunded_read,
    case
      when length("c4") <= 13
        and "c4" ~ '^[+-]?[0-9]+(\.[0-9]+)?$' then cast(cast("c4" as numeric) as decimal(18,4))
      else (
        select case when abs(round(n, 4)) < 1e14 then cast(n as decimal(18,4)) end
        from (
          select (
            select case
              when v ~ '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*$' then cast(
                replace(v, '_', '') as numeric
              )
              when bare ~ '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$' then cast(bare as numeric)
              when bare ~ '^[+-]?[0-9]{1,3}([, \t\n\r\f\u00A0\u202F''’][0-9]{3})+(\.[0-9]*)?$' then cast(
                regexp_replace(bare, '[, \t\n\r\f\u00A0\u202F''’]', '', 'g') as numeric
              )
            end
            from (
              select
                "c4" as v,
                regexp_replace(
                  regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                  '^([+-])[ \t\n\r\f\u00A0\u202F]+|^[ \t\n\r\f\u00A0\u202F]+|[ \t\n\r\f\u00A0\u202F]+$|[ \t\n\r\f\u00A0\u202F]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\u00A0\u202F]*',
                  '\1',
                  'g'
                ) as bare offset 0
            ) b
            where length(v) <= 250
          ) as n offset 0
        ) v
      )
    end as refunded_parsed,
    (
      case
        when btrim(cast("c6" as text) collate "C", ' 	') in (
          '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
        ) then null
        else btrim(cast("c6" as text) collate "C", ' 	')
      end
    ) as "attr_channel"
  from "source" offset 0
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
      when trim(cast(date_read as text)) ~ '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?$' then 'IMPOSSIBLE_DATE'
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
          select bare ~ '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$'
            or bare ~ '^[+-]?[0-9]{1,3}([, \t\n\r\f\u00A0\u202F''’][0-9]{3})+(\.[0-9]*)?$'
          from (
            select regexp_replace(
              regexp_replace(trim(amount_read_0), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
              '^([+-])[ \t\n\r\f\u00A0\u202F]+|^[ \t\n\r\f\u00A0\u202F]+|[ \t\n\r\f\u00A0\u202F]+$|[ \t\n\r\f\u00A0\u202F]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\u00A0\u202F]*',
              '\1',
              'g'
            ) as bare offset 0
          ) b
        )
      )
        and (
          coalesce(
            abs(
              case
                when length(amount_read_1) <= 250
                  and amount_read_1 ~ '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*$' then cast(
                    replace(amount_read_1, '_', '') as numeric
                  )
              end
            ) < 1.7976931348623158e308,
            false
          )
          or (
            select bare ~ '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$'
              or bare ~ '^[+-]?[0-9]{1,3}([, \t\n\r\f\u00A0\u202F''’][0-9]{3})+(\.[0-9]*)?$'
            from (
              select regexp_replace(
                regexp_replace(trim(amount_read_1), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'),
                '^([+-])[ \t\n\r\f\u00A0\u202F]+|^[ \t\n\r\f\u00A0\u202F]+|[ \t\n\r\f\u00A0\u202F]+$|[ \t\n\r\f\u00A0\u202F]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\u00A0\u202F]*',
                '\1',
                'g'
              ) as bare offset 0
            ) b
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
      (
        select case
          when abs(n) < 99999999999999.99 then cast(
            cast(trunc(n * 1e4 + sign(n) * 0.5) as decimal(18,0)) * 0.0001 as decimal(18,4)
          )
        end
        from (select cast(amount_parsed as double precision) * rate as n offset 0) v
      ) as decimal(18,4)
    ) as amount,
    case
      when refunded_read is null then cast(0 as decimal(18,4))
      else cast(
        abs(
          (
            select case
              when abs(n) < 99999999999999.99 then cast(
                cast(trunc(n * 1e4 + sign(n) * 0.5) as decimal(18,0)) * 0.0001 as decimal(18,4)
              )
            end
            from (select cast(refunded_parsed as double precision) * rate as n offset 0) v
          )
        ) as decimal(18,4)
      )
    end as refunded
  from (
    select
      *,
      case
        currency when 'EUR' then 1 when 'USD' then case when day >= date '2024-02-01' then 0.92 end
      end as rate
    from parsed offset 0
  ) p offset 0
) a
