select cast(coalesce(sum(n), 0) as bigint) as n
from (
  select count(*) as n
  from (
    select translate(
      case
        when regexp_matches(
          case
            when regexp_matches(nfc_normalize(customer_id), '^[0-9]+[.]0+$') then regexp_replace(
              nfc_normalize(customer_id), '[.]0+$', ''
            )
            else nfc_normalize(customer_id)
          end,
          '^0+[1-9][0-9]*$'
        ) then regexp_replace(
          case
            when regexp_matches(nfc_normalize(customer_id), '^[0-9]+[.]0+$') then regexp_replace(
              nfc_normalize(customer_id), '[.]0+$', ''
            )
            else nfc_normalize(customer_id)
          end,
          '^0+',
          ''
        )
        else case
          when regexp_matches(nfc_normalize(customer_id), '^[0-9]+[.]0+$') then regexp_replace(
            nfc_normalize(customer_id), '[.]0+$', ''
          )
          else nfc_normalize(customer_id)
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
