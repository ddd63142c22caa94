select cast(coalesce(sum(n), 0) as bigint) as n
from (
  select count(*) as n
  from (
    select translate(
      case
        when (
          case
            when (customer_id rlike '^[0-9]+[.]0+$') then regexp_replace(customer_id, '[.]0+$', '')
            else customer_id
          end rlike '^0+[1-9][0-9]*$'
        ) then regexp_replace(
          case
            when (customer_id rlike '^[0-9]+[.]0+$') then regexp_replace(customer_id, '[.]0+$', '')
            else customer_id
          end,
          '^0+',
          ''
        )
        else case
          when (customer_id rlike '^[0-9]+[.]0+$') then regexp_replace(customer_id, '[.]0+$', '')
          else customer_id
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
