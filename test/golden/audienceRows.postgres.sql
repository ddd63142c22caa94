select
  (
    case
      when case
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
      end <> '' then encode(
        sha256(
          convert_to(
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
                      replace(replace(replace(lower(trim(c.attr_channel)), ' ', ''), '-', ''), '(', ''),
                      ')',
                      ''
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
            'UTF8'
          )
        ),
        'hex'
      )
    end collate "C"
  ) as value_hash,
  encode(sha256(convert_to(lower(trim(c.customer_id)), 'UTF8')), 'hex') as id_hash
from "customers" c
join "clv_actions" a on a.customer_id = c.customer_id
where 1 = 1 and a.chosen
order by value_hash
