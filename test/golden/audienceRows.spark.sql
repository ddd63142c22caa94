select
  case
    when case
      when replace(
        replace(
          replace(replace(replace(replace(lower(trim(c.attr_channel)), ' ', ''), '-', ''), '(', ''), ')', ''),
          '.',
          ''
        ),
        '/',
        ''
      ) like '00%' then '+'
      || substr(
        replace(
          replace(
            replace(
              replace(replace(replace(lower(trim(c.attr_channel)), ' ', ''), '-', ''), '(', ''), ')', ''
            ),
            '.',
            ''
          ),
          '/',
          ''
        ),
        3
      )
      else replace(
        replace(
          replace(replace(replace(replace(lower(trim(c.attr_channel)), ' ', ''), '-', ''), '(', ''), ')', ''),
          '.',
          ''
        ),
        '/',
        ''
      )
    end <> '' then sha2(
      case
        when replace(
          replace(
            replace(
              replace(replace(replace(lower(trim(c.attr_channel)), ' ', ''), '-', ''), '(', ''), ')', ''
            ),
            '.',
            ''
          ),
          '/',
          ''
        ) like '00%' then '+'
        || substr(
          replace(
            replace(
              replace(
                replace(replace(replace(lower(trim(c.attr_channel)), ' ', ''), '-', ''), '(', ''), ')', ''
              ),
              '.',
              ''
            ),
            '/',
            ''
          ),
          3
        )
        else replace(
          replace(
            replace(
              replace(replace(replace(lower(trim(c.attr_channel)), ' ', ''), '-', ''), '(', ''), ')', ''
            ),
            '.',
            ''
          ),
          '/',
          ''
        )
      end,
      256
    )
  end as value_hash,
  sha2(lower(trim(c.customer_id)), 256) as id_hash
from "customers" c
join "clv_actions" a on a.customer_id = c.customer_id
where 1 = 1 and a.chosen
order by value_hash
