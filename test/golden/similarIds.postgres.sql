select cast(coalesce(sum(n), 0) as bigint) as n
from (
  select count(*) as n
  from (
    select translate(
      case
        when (
          case
            when (normalize(customer_id, NFC) ~ '^[0-9]+[.]0+$') then regexp_replace(
              normalize(customer_id, NFC), '[.]0+$', ''
            )
            else normalize(customer_id, NFC)
          end ~ '^0+[1-9][0-9]*$'
        ) then regexp_replace(
          case
            when (normalize(customer_id, NFC) ~ '^[0-9]+[.]0+$') then regexp_replace(
              normalize(customer_id, NFC), '[.]0+$', ''
            )
            else normalize(customer_id, NFC)
          end,
          '^0+',
          ''
        )
        else case
          when (normalize(customer_id, NFC) ~ '^[0-9]+[.]0+$') then regexp_replace(
            normalize(customer_id, NFC), '[.]0+$', ''
          )
          else normalize(customer_id, NFC)
        end
      end,
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
      'abcdefghijklmnopqrstuvwxyz'
    ) as spelling
    from "customers" c
  ) k
  group by spelling
  having count(*) > 1
) g
