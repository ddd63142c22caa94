select case
  when length(trim(cast("c2" as string))) between 8 and 10 then case
    when trim(cast("c2" as string)) rlike '^([0-9]{1,6})([-/ \\])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])' then case
      when cast(
        nullif(
          regexp_extract(
            trim(cast("c2" as string)), '^([0-9]{1,6})([-/ \\])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])', 3
          ),
          ''
        ) as integer
      ) between 1 and 12 then cast(
        cast(
          try_cast(
            format_string(
              '%04d-%d-%d',
              cast(
                nullif(
                  regexp_extract(
                    trim(cast("c2" as string)), '^([0-9]{1,6})([-/ \\])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])', 1
                  ),
                  ''
                ) as integer
              ),
              cast(
                nullif(
                  regexp_extract(
                    trim(cast("c2" as string)), '^([0-9]{1,6})([-/ \\])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])', 3
                  ),
                  ''
                ) as integer
              ),
              cast(
                nullif(
                  regexp_extract(
                    trim(cast("c2" as string)), '^([0-9]{1,6})([-/ \\])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])', 4
                  ),
                  ''
                ) as integer
              )
            ) as date
          ) as timestamp_ntz
        ) as date
      )
    end
  end
  else case
    when trim(
      cast("c2" as string)
    ) rlike '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z' then case
      when cast(
        nullif(
          regexp_extract(
            trim(cast("c2" as string)),
            '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
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
                '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                5
              ),
              ''
            ) as integer
          ),
          0
        ) < 60
        and coalesce(
          cast(
            nullif(
              regexp_extract(
                trim(cast("c2" as string)),
                '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                6
              ),
              ''
            ) as integer
          ),
          0
        ) < 60
        and coalesce(
          cast(
            nullif(
              regexp_extract(
                trim(cast("c2" as string)),
                '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
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
                '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                5
              ),
              ''
            ) as integer
          ),
          0
        )
        * 60
        + coalesce(
          cast(
            nullif(
              regexp_extract(
                trim(cast("c2" as string)),
                '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                6
              ),
              ''
            ) as integer
          ),
          0
        ) <= 86400 then case
          when case
            when nullif(
              regexp_extract(
                trim(cast("c2" as string)),
                '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                7
              ),
              ''
            ) = 'Z' then 0
            when left(
              nullif(
                regexp_extract(
                  trim(cast("c2" as string)),
                  '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                  7
                ),
                ''
              ),
              1
            ) = '-' then
            -(
              cast(
                substr(
                  nullif(
                    regexp_extract(
                      trim(cast("c2" as string)),
                      '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                      7
                    ),
                    ''
                  ),
                  2,
                  2
                ) as integer
              )
              * 3600
              + case
                when length(
                  nullif(
                    regexp_extract(
                      trim(cast("c2" as string)),
                      '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                      7
                    ),
                    ''
                  )
                ) > 3 then cast(
                  right(
                    nullif(
                      regexp_extract(
                        trim(cast("c2" as string)),
                        '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                        7
                      ),
                      ''
                    ),
                    2
                  ) as integer
                )
                else 0
              end
              * 60
            )
            else (
              cast(
                substr(
                  nullif(
                    regexp_extract(
                      trim(cast("c2" as string)),
                      '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                      7
                    ),
                    ''
                  ),
                  2,
                  2
                ) as integer
              )
              * 3600
              + case
                when length(
                  nullif(
                    regexp_extract(
                      trim(cast("c2" as string)),
                      '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                      7
                    ),
                    ''
                  )
                ) > 3 then cast(
                  right(
                    nullif(
                      regexp_extract(
                        trim(cast("c2" as string)),
                        '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                        7
                      ),
                      ''
                    ),
                    2
                  ) as integer
                )
                else 0
              end
              * 60
            )
          end is null then cast(
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
                        '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
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
                        '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                        5
                      ),
                      ''
                    ) as integer
                  ),
                  0
                )
                * 60
                + coalesce(
                  cast(
                    nullif(
                      regexp_extract(
                        trim(cast("c2" as string)),
                        '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                        6
                      ),
                      ''
                    ) as integer
                  ),
                  0
                ),
                cast(
                  try_cast(
                    format_string(
                      '%04d-%d-%d',
                      cast(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                            1
                          ),
                          ''
                        ) as integer
                      ),
                      cast(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                            2
                          ),
                          ''
                        ) as integer
                      ),
                      cast(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                            3
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
          else cast(
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
                        '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
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
                        '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                        5
                      ),
                      ''
                    ) as integer
                  ),
                  0
                )
                * 60
                + coalesce(
                  cast(
                    nullif(
                      regexp_extract(
                        trim(cast("c2" as string)),
                        '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                        6
                      ),
                      ''
                    ) as integer
                  ),
                  0
                )
                - case
                  when nullif(
                    regexp_extract(
                      trim(cast("c2" as string)),
                      '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                      7
                    ),
                    ''
                  ) = 'Z' then 0
                  when left(
                    nullif(
                      regexp_extract(
                        trim(cast("c2" as string)),
                        '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                        7
                      ),
                      ''
                    ),
                    1
                  ) = '-' then
                  -(
                    cast(
                      substr(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                            7
                          ),
                          ''
                        ),
                        2,
                        2
                      ) as integer
                    )
                    * 3600
                    + case
                      when length(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                            7
                          ),
                          ''
                        )
                      ) > 3 then cast(
                        right(
                          nullif(
                            regexp_extract(
                              trim(cast("c2" as string)),
                              '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                              7
                            ),
                            ''
                          ),
                          2
                        ) as integer
                      )
                      else 0
                    end
                    * 60
                  )
                  else (
                    cast(
                      substr(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                            7
                          ),
                          ''
                        ),
                        2,
                        2
                      ) as integer
                    )
                    * 3600
                    + case
                      when length(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                            7
                          ),
                          ''
                        )
                      ) > 3 then cast(
                        right(
                          nullif(
                            regexp_extract(
                              trim(cast("c2" as string)),
                              '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                              7
                            ),
                            ''
                          ),
                          2
                        ) as integer
                      )
                      else 0
                    end
                    * 60
                  )
                end,
                cast(
                  try_cast(
                    format_string(
                      '%04d-%d-%d',
                      cast(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                            1
                          ),
                          ''
                        ) as integer
                      ),
                      cast(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                            2
                          ),
                          ''
                        ) as integer
                      ),
                      cast(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T][ \t\n\r\f]*([0-9]{1,2}):([0-9]{1,2})(?::(?:([0-9]{1,2})(?:\.[0-9]*)?(?:(Z|[+-][0-9]{2}(?::?[0-9]{2})?)| [Uu][Tt][Cc])?)?)?\z',
                            3
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
    end
  end
end as day
from "source"
union all
select case
  when trim(cast("c2" as string)) rlike '^[ \t\n\r\f]*([0-9]{4})([0-9]{2})([0-9]{1,2})[ \t\n\r\f]*\z' then case
    when cast(
      nullif(
        regexp_extract(
          trim(cast("c2" as string)), '^[ \t\n\r\f]*([0-9]{4})([0-9]{2})([0-9]{1,2})[ \t\n\r\f]*\z', 2
        ),
        ''
      ) as integer
    ) between 1 and 12 then cast(
      cast(
        try_cast(
          format_string(
            '%04d-%d-%d',
            cast(
              nullif(
                regexp_extract(
                  trim(cast("c2" as string)), '^[ \t\n\r\f]*([0-9]{4})([0-9]{2})([0-9]{1,2})[ \t\n\r\f]*\z', 1
                ),
                ''
              ) as integer
            ),
            cast(
              nullif(
                regexp_extract(
                  trim(cast("c2" as string)), '^[ \t\n\r\f]*([0-9]{4})([0-9]{2})([0-9]{1,2})[ \t\n\r\f]*\z', 2
                ),
                ''
              ) as integer
            ),
            cast(
              nullif(
                regexp_extract(
                  trim(cast("c2" as string)), '^[ \t\n\r\f]*([0-9]{4})([0-9]{2})([0-9]{1,2})[ \t\n\r\f]*\z', 3
                ),
                ''
              ) as integer
            )
          ) as date
        ) as timestamp_ntz
      ) as date
    )
  end
end as day
from "source"
union all
select cast(
  convert_timezone(
    current_timezone(),
    'Europe/Berlin',
    cast(
      case
        when abs(
          case
            when "c2" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
              replace("c2", '_', '') as double
            )
          end
        ) < 100000000000 then timestamp_micros(
          cast(
            round(
              case
                when "c2" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
                  replace("c2", '_', '') as double
                )
              end
              * 1000000
            ) as bigint
          )
        )
      end as timestamp_ntz
    )
  ) as date
) as day
from "source"
union all
select cast(
  convert_timezone(
    current_timezone(),
    'Europe/Berlin',
    cast(
      case
        when abs(
          case
            when "c2" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
              replace("c2", '_', '') as double
            )
          end
        ) < 100000000000000 then timestamp_micros(
          cast(
            round(
              case
                when "c2" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
                  replace("c2", '_', '') as double
                )
              end
              * 1000
            ) as bigint
          )
        )
      end as timestamp_ntz
    )
  ) as date
) as day
from "source"
union all
select case
  when trim(
    cast("c2" as string)
  ) rlike '^[ \t\n\r\f]*([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{1,2})[ \t\n\r\f]*\z' then case
    when cast(
      nullif(
        regexp_extract(
          trim(cast("c2" as string)), '^[ \t\n\r\f]*([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{1,2})[ \t\n\r\f]*\z', 2
        ),
        ''
      ) as integer
    ) between 1 and 12 then cast(
      convert_timezone(
        'UTC',
        'Europe/Berlin',
        cast(
          try_cast(
            format_string(
              '%04d-%d-%d',
              (
                cast(
                  nullif(
                    regexp_extract(
                      trim(cast("c2" as string)),
                      '^[ \t\n\r\f]*([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{1,2})[ \t\n\r\f]*\z',
                      3
                    ),
                    ''
                  ) as integer
                )
                + case
                  when cast(
                    nullif(
                      regexp_extract(
                        trim(cast("c2" as string)),
                        '^[ \t\n\r\f]*([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{1,2})[ \t\n\r\f]*\z',
                        3
                      ),
                      ''
                    ) as integer
                  ) < 69 then 2000
                  else 1900
                end
              ),
              cast(
                nullif(
                  regexp_extract(
                    trim(cast("c2" as string)),
                    '^[ \t\n\r\f]*([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{1,2})[ \t\n\r\f]*\z',
                    2
                  ),
                  ''
                ) as integer
              ),
              cast(
                nullif(
                  regexp_extract(
                    trim(cast("c2" as string)),
                    '^[ \t\n\r\f]*([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{1,2})[ \t\n\r\f]*\z',
                    1
                  ),
                  ''
                ) as integer
              )
            ) as date
          ) as timestamp_ntz
        )
      ) as date
    )
  end
end as day
from "source"
union all
select case
  when trim(
    cast("c2" as string)
  ) rlike '^[ \t\n\r\f]*([0-9]{1,2})[ \t\n\r\f]+([Jj][Aa][Nn]|[Ff][Ee][Bb]|[Mm][Aa][Rr]|[Aa][Pp][Rr]|[Mm][Aa][Yy]|[Jj][Uu][Nn]|[Jj][Uu][Ll]|[Aa][Uu][Gg]|[Ss][Ee][Pp]|[Oo][Cc][Tt]|[Nn][Oo][Vv]|[Dd][Ee][Cc])[ \t\n\r\f]+([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]+([AaPp][Mm])[ \t\n\r\f]*\z' then case
    when (
      case
        lower(
          substr(
            nullif(
              regexp_extract(
                trim(cast("c2" as string)),
                '^[ \t\n\r\f]*([0-9]{1,2})[ \t\n\r\f]+([Jj][Aa][Nn]|[Ff][Ee][Bb]|[Mm][Aa][Rr]|[Aa][Pp][Rr]|[Mm][Aa][Yy]|[Jj][Uu][Nn]|[Jj][Uu][Ll]|[Aa][Uu][Gg]|[Ss][Ee][Pp]|[Oo][Cc][Tt]|[Nn][Oo][Vv]|[Dd][Ee][Cc])[ \t\n\r\f]+([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]+([AaPp][Mm])[ \t\n\r\f]*\z',
                2
              ),
              ''
            ),
            1,
            3
          )
        )
        when 'jan' then 1
        when 'feb' then 2
        when 'mar' then 3
        when 'apr' then 4
        when 'may' then 5
        when 'jun' then 6
        when 'jul' then 7
        when 'aug' then 8
        when 'sep' then 9
        when 'oct' then 10
        when 'nov' then 11
        when 'dec' then 12
      end
    ) between 1 and 12
      and coalesce(
        cast(
          nullif(
            regexp_extract(
              trim(cast("c2" as string)),
              '^[ \t\n\r\f]*([0-9]{1,2})[ \t\n\r\f]+([Jj][Aa][Nn]|[Ff][Ee][Bb]|[Mm][Aa][Rr]|[Aa][Pp][Rr]|[Mm][Aa][Yy]|[Jj][Uu][Nn]|[Jj][Uu][Ll]|[Aa][Uu][Gg]|[Ss][Ee][Pp]|[Oo][Cc][Tt]|[Nn][Oo][Vv]|[Dd][Ee][Cc])[ \t\n\r\f]+([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]+([AaPp][Mm])[ \t\n\r\f]*\z',
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
              '^[ \t\n\r\f]*([0-9]{1,2})[ \t\n\r\f]+([Jj][Aa][Nn]|[Ff][Ee][Bb]|[Mm][Aa][Rr]|[Aa][Pp][Rr]|[Mm][Aa][Yy]|[Jj][Uu][Nn]|[Jj][Uu][Ll]|[Aa][Uu][Gg]|[Ss][Ee][Pp]|[Oo][Cc][Tt]|[Nn][Oo][Vv]|[Dd][Ee][Cc])[ \t\n\r\f]+([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]+([AaPp][Mm])[ \t\n\r\f]*\z',
              4
            ),
            ''
          ) as integer
        ),
        0
      ) between 1 and 12 then cast(
        convert_timezone(
          'UTC',
          'Europe/Berlin',
          timestampadd(
            second,
            (
              coalesce(
                cast(
                  nullif(
                    regexp_extract(
                      trim(cast("c2" as string)),
                      '^[ \t\n\r\f]*([0-9]{1,2})[ \t\n\r\f]+([Jj][Aa][Nn]|[Ff][Ee][Bb]|[Mm][Aa][Rr]|[Aa][Pp][Rr]|[Mm][Aa][Yy]|[Jj][Uu][Nn]|[Jj][Uu][Ll]|[Aa][Uu][Gg]|[Ss][Ee][Pp]|[Oo][Cc][Tt]|[Nn][Oo][Vv]|[Dd][Ee][Cc])[ \t\n\r\f]+([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]+([AaPp][Mm])[ \t\n\r\f]*\z',
                      4
                    ),
                    ''
                  ) as integer
                ),
                0
              ) % 12
              + case
                when lower(
                  nullif(
                    regexp_extract(
                      trim(cast("c2" as string)),
                      '^[ \t\n\r\f]*([0-9]{1,2})[ \t\n\r\f]+([Jj][Aa][Nn]|[Ff][Ee][Bb]|[Mm][Aa][Rr]|[Aa][Pp][Rr]|[Mm][Aa][Yy]|[Jj][Uu][Nn]|[Jj][Uu][Ll]|[Aa][Uu][Gg]|[Ss][Ee][Pp]|[Oo][Cc][Tt]|[Nn][Oo][Vv]|[Dd][Ee][Cc])[ \t\n\r\f]+([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]+([AaPp][Mm])[ \t\n\r\f]*\z',
                      6
                    ),
                    ''
                  )
                ) = 'pm' then 12
                else 0
              end
            )
            * 3600
            + coalesce(
              cast(
                nullif(
                  regexp_extract(
                    trim(cast("c2" as string)),
                    '^[ \t\n\r\f]*([0-9]{1,2})[ \t\n\r\f]+([Jj][Aa][Nn]|[Ff][Ee][Bb]|[Mm][Aa][Rr]|[Aa][Pp][Rr]|[Mm][Aa][Yy]|[Jj][Uu][Nn]|[Jj][Uu][Ll]|[Aa][Uu][Gg]|[Ss][Ee][Pp]|[Oo][Cc][Tt]|[Nn][Oo][Vv]|[Dd][Ee][Cc])[ \t\n\r\f]+([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]+([AaPp][Mm])[ \t\n\r\f]*\z',
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
                        '^[ \t\n\r\f]*([0-9]{1,2})[ \t\n\r\f]+([Jj][Aa][Nn]|[Ff][Ee][Bb]|[Mm][Aa][Rr]|[Aa][Pp][Rr]|[Mm][Aa][Yy]|[Jj][Uu][Nn]|[Jj][Uu][Ll]|[Aa][Uu][Gg]|[Ss][Ee][Pp]|[Oo][Cc][Tt]|[Nn][Oo][Vv]|[Dd][Ee][Cc])[ \t\n\r\f]+([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]+([AaPp][Mm])[ \t\n\r\f]*\z',
                        3
                      ),
                      ''
                    ) as integer
                  ),
                  (
                    case
                      lower(
                        substr(
                          nullif(
                            regexp_extract(
                              trim(cast("c2" as string)),
                              '^[ \t\n\r\f]*([0-9]{1,2})[ \t\n\r\f]+([Jj][Aa][Nn]|[Ff][Ee][Bb]|[Mm][Aa][Rr]|[Aa][Pp][Rr]|[Mm][Aa][Yy]|[Jj][Uu][Nn]|[Jj][Uu][Ll]|[Aa][Uu][Gg]|[Ss][Ee][Pp]|[Oo][Cc][Tt]|[Nn][Oo][Vv]|[Dd][Ee][Cc])[ \t\n\r\f]+([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]+([AaPp][Mm])[ \t\n\r\f]*\z',
                              2
                            ),
                            ''
                          ),
                          1,
                          3
                        )
                      )
                      when 'jan' then 1
                      when 'feb' then 2
                      when 'mar' then 3
                      when 'apr' then 4
                      when 'may' then 5
                      when 'jun' then 6
                      when 'jul' then 7
                      when 'aug' then 8
                      when 'sep' then 9
                      when 'oct' then 10
                      when 'nov' then 11
                      when 'dec' then 12
                    end
                  ),
                  cast(
                    nullif(
                      regexp_extract(
                        trim(cast("c2" as string)),
                        '^[ \t\n\r\f]*([0-9]{1,2})[ \t\n\r\f]+([Jj][Aa][Nn]|[Ff][Ee][Bb]|[Mm][Aa][Rr]|[Aa][Pp][Rr]|[Mm][Aa][Yy]|[Jj][Uu][Nn]|[Jj][Uu][Ll]|[Aa][Uu][Gg]|[Ss][Ee][Pp]|[Oo][Cc][Tt]|[Nn][Oo][Vv]|[Dd][Ee][Cc])[ \t\n\r\f]+([0-9]{1,4})[ \t\n\r\f]+([0-9]{1,2})\:([0-9]{1,2})[ \t\n\r\f]+([AaPp][Mm])[ \t\n\r\f]*\z',
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
end as day
from "source"
union all
select case
  when trim(cast("c2" as string)) rlike '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,3})[ \t\n\r\f]*\z' then case
    when 1 between 1 and 12
      and cast(
        nullif(
          regexp_extract(
            trim(cast("c2" as string)), '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,3})[ \t\n\r\f]*\z', 2
          ),
          ''
        ) as integer
      ) between 1 and 366 then cast(
        convert_timezone(
          'UTC',
          'Europe/Berlin',
          cast(
            date_add(
              try_cast(
                format_string(
                  '%04d-%d-%d',
                  cast(
                    nullif(
                      regexp_extract(
                        trim(cast("c2" as string)), '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,3})[ \t\n\r\f]*\z', 1
                      ),
                      ''
                    ) as integer
                  ),
                  1,
                  1
                ) as date
              ),
              cast(
                nullif(
                  regexp_extract(
                    trim(cast("c2" as string)), '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,3})[ \t\n\r\f]*\z', 2
                  ),
                  ''
                ) as integer
              )
              - 1
            ) as timestamp_ntz
          )
        ) as date
      )
  end
end as day
from "source"
union all
select case
  when trim(
    cast("c2" as string)
  ) rlike '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z' then case
    when cast(
      nullif(
        regexp_extract(
          trim(cast("c2" as string)),
          '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
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
              '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
              5
            ),
            ''
          ) as integer
        ),
        0
      ) < 60
      and coalesce(
        cast(
          nullif(
            regexp_extract(
              trim(cast("c2" as string)),
              '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
              6
            ),
            ''
          ) as integer
        ),
        0
      ) < 60
      and coalesce(
        cast(
          nullif(
            regexp_extract(
              trim(cast("c2" as string)),
              '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
              4
            ),
            ''
          ) as integer
        ),
        0
      ) < 24 then case
        when case
          when nullif(
            regexp_extract(
              trim(cast("c2" as string)),
              '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
              7
            ),
            ''
          ) = 'Z' then 0
          when left(
            nullif(
              regexp_extract(
                trim(cast("c2" as string)),
                '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                7
              ),
              ''
            ),
            1
          ) = '-' then
          -(
            cast(
              substr(
                nullif(
                  regexp_extract(
                    trim(cast("c2" as string)),
                    '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                    7
                  ),
                  ''
                ),
                2,
                2
              ) as integer
            )
            * 3600
            + case
              when length(
                nullif(
                  regexp_extract(
                    trim(cast("c2" as string)),
                    '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                    7
                  ),
                  ''
                )
              ) > 3 then cast(
                right(
                  nullif(
                    regexp_extract(
                      trim(cast("c2" as string)),
                      '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                      7
                    ),
                    ''
                  ),
                  2
                ) as integer
              )
              else 0
            end
            * 60
          )
          else (
            cast(
              substr(
                nullif(
                  regexp_extract(
                    trim(cast("c2" as string)),
                    '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                    7
                  ),
                  ''
                ),
                2,
                2
              ) as integer
            )
            * 3600
            + case
              when length(
                nullif(
                  regexp_extract(
                    trim(cast("c2" as string)),
                    '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                    7
                  ),
                  ''
                )
              ) > 3 then cast(
                right(
                  nullif(
                    regexp_extract(
                      trim(cast("c2" as string)),
                      '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                      7
                    ),
                    ''
                  ),
                  2
                ) as integer
              )
              else 0
            end
            * 60
          )
        end is null then cast(
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
                      '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
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
                      '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                      5
                    ),
                    ''
                  ) as integer
                ),
                0
              )
              * 60
              + coalesce(
                cast(
                  nullif(
                    regexp_extract(
                      trim(cast("c2" as string)),
                      '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                      6
                    ),
                    ''
                  ) as integer
                ),
                0
              ),
              cast(
                try_cast(
                  format_string(
                    '%04d-%d-%d',
                    cast(
                      nullif(
                        regexp_extract(
                          trim(cast("c2" as string)),
                          '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                          1
                        ),
                        ''
                      ) as integer
                    ),
                    cast(
                      nullif(
                        regexp_extract(
                          trim(cast("c2" as string)),
                          '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                          2
                        ),
                        ''
                      ) as integer
                    ),
                    cast(
                      nullif(
                        regexp_extract(
                          trim(cast("c2" as string)),
                          '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                          3
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
        else cast(
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
                      '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
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
                      '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                      5
                    ),
                    ''
                  ) as integer
                ),
                0
              )
              * 60
              + coalesce(
                cast(
                  nullif(
                    regexp_extract(
                      trim(cast("c2" as string)),
                      '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                      6
                    ),
                    ''
                  ) as integer
                ),
                0
              )
              - case
                when nullif(
                  regexp_extract(
                    trim(cast("c2" as string)),
                    '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                    7
                  ),
                  ''
                ) = 'Z' then 0
                when left(
                  nullif(
                    regexp_extract(
                      trim(cast("c2" as string)),
                      '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                      7
                    ),
                    ''
                  ),
                  1
                ) = '-' then
                -(
                  cast(
                    substr(
                      nullif(
                        regexp_extract(
                          trim(cast("c2" as string)),
                          '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                          7
                        ),
                        ''
                      ),
                      2,
                      2
                    ) as integer
                  )
                  * 3600
                  + case
                    when length(
                      nullif(
                        regexp_extract(
                          trim(cast("c2" as string)),
                          '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                          7
                        ),
                        ''
                      )
                    ) > 3 then cast(
                      right(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                            7
                          ),
                          ''
                        ),
                        2
                      ) as integer
                    )
                    else 0
                  end
                  * 60
                )
                else (
                  cast(
                    substr(
                      nullif(
                        regexp_extract(
                          trim(cast("c2" as string)),
                          '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                          7
                        ),
                        ''
                      ),
                      2,
                      2
                    ) as integer
                  )
                  * 3600
                  + case
                    when length(
                      nullif(
                        regexp_extract(
                          trim(cast("c2" as string)),
                          '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                          7
                        ),
                        ''
                      )
                    ) > 3 then cast(
                      right(
                        nullif(
                          regexp_extract(
                            trim(cast("c2" as string)),
                            '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                            7
                          ),
                          ''
                        ),
                        2
                      ) as integer
                    )
                    else 0
                  end
                  * 60
                )
              end,
              cast(
                try_cast(
                  format_string(
                    '%04d-%d-%d',
                    cast(
                      nullif(
                        regexp_extract(
                          trim(cast("c2" as string)),
                          '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                          1
                        ),
                        ''
                      ) as integer
                    ),
                    cast(
                      nullif(
                        regexp_extract(
                          trim(cast("c2" as string)),
                          '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                          2
                        ),
                        ''
                      ) as integer
                    ),
                    cast(
                      nullif(
                        regexp_extract(
                          trim(cast("c2" as string)),
                          '^[ \t\n\r\f]*([0-9]{1,4})\-([0-9]{1,2})\-([0-9]{1,2})T([0-9]{1,2})\:([0-9]{1,2})\:([0-9]{1,2})([+-][0-9]{2}(?::?[0-9]{2})?)[ \t\n\r\f]*\z',
                          3
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
  end
end as day
from "source"
