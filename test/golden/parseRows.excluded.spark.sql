with parsed as (
  select
    case
      when trim(both ' 	' from cast("c1" as string)) in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(both ' 	' from cast("c1" as string))
    end as customer_id,
    case
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
                        trim(cast("c2" as string)),
                        '^([0-9]{1,6})([-/ \\])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])',
                        1
                      ),
                      ''
                    ) as integer
                  ),
                  cast(
                    nullif(
                      regexp_extract(
                        trim(cast("c2" as string)),
                        '^([0-9]{1,6})([-/ \\])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])',
                        3
                      ),
                      ''
                    ) as integer
                  ),
                  cast(
                    nullif(
                      regexp_extract(
                        trim(cast("c2" as string)),
                        '^([0-9]{1,6})([-/ \\])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])',
                        4
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
                ) as date
              )
              else cast(
                convert_timezone(
                  'UTC',
                  'UTC',
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
    end as day,
    case
      when abs(
        cast(
          case
            when "c3" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
              replace("c3", '_', '') as decimal(18,8)
            )
            when regexp_replace(
              regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
              '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
              '$1'
            ) rlike '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)\z' then try_cast(
              regexp_replace(
                regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                '$1'
              ) as decimal(18,8)
            )
            when regexp_replace(
              regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
              '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
              '$1'
            ) rlike '^[+-]?[0-9]{1,3}([, \t\n\r\f\x{00A0}\x{202F}''’][0-9]{3})+(\.[0-9]*)?\z' then try_cast(
              regexp_replace(
                regexp_replace(
                  regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                  '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                  '$1'
                ),
                '[, \t\n\r\f\x{00A0}\x{202F}''’]',
                ''
              ) as decimal(18,8)
            )
          end as double
        )
        * cast(
          case
            when "c4" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
              replace("c4", '_', '') as decimal(18,8)
            )
            when regexp_replace(
              regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
              '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
              '$1'
            ) rlike '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)\z' then try_cast(
              regexp_replace(
                regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                '$1'
              ) as decimal(18,8)
            )
            when regexp_replace(
              regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
              '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
              '$1'
            ) rlike '^[+-]?[0-9]{1,3}([, \t\n\r\f\x{00A0}\x{202F}''’][0-9]{3})+(\.[0-9]*)?\z' then try_cast(
              regexp_replace(
                regexp_replace(
                  regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                  '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                  '$1'
                ),
                '[, \t\n\r\f\x{00A0}\x{202F}''’]',
                ''
              ) as decimal(18,8)
            )
          end as double
        )
      ) < 99999999999999.99 then cast(
        cast(
          round(
            cast(
              case
                when "c3" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
                  replace("c3", '_', '') as decimal(18,8)
                )
                when regexp_replace(
                  regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                  '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                  '$1'
                ) rlike '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)\z' then try_cast(
                  regexp_replace(
                    regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                    '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                    '$1'
                  ) as decimal(18,8)
                )
                when regexp_replace(
                  regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                  '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                  '$1'
                ) rlike '^[+-]?[0-9]{1,3}([, \t\n\r\f\x{00A0}\x{202F}''’][0-9]{3})+(\.[0-9]*)?\z' then try_cast(
                  regexp_replace(
                    regexp_replace(
                      regexp_replace(trim("c3"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                      '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                      '$1'
                    ),
                    '[, \t\n\r\f\x{00A0}\x{202F}''’]',
                    ''
                  ) as decimal(18,8)
                )
              end as double
            )
            * cast(
              case
                when "c4" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
                  replace("c4", '_', '') as decimal(18,8)
                )
                when regexp_replace(
                  regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                  '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                  '$1'
                ) rlike '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)\z' then try_cast(
                  regexp_replace(
                    regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                    '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                    '$1'
                  ) as decimal(18,8)
                )
                when regexp_replace(
                  regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                  '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                  '$1'
                ) rlike '^[+-]?[0-9]{1,3}([, \t\n\r\f\x{00A0}\x{202F}''’][0-9]{3})+(\.[0-9]*)?\z' then try_cast(
                  regexp_replace(
                    regexp_replace(
                      regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
                      '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
                      '$1'
                    ),
                    '[, \t\n\r\f\x{00A0}\x{202F}''’]',
                    ''
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
      when trim(both ' 	' from cast("c5" as string)) in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(both ' 	' from cast("c5" as string))
    end as order_key,
    case
      when trim(both ' 	' from cast("c6" as string)) in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(both ' 	' from cast("c6" as string))
    end as currency,
    xxhash64("c1", "c2", "c3", "c4", "c5", "c6") as row_hash,
    line as line,
    c1 is null and c2 is null as is_broken,
    coalesce(
      lower(
        case
          when trim(both ' 	' from cast("c6" as string)) in ('') then null
          else trim(both ' 	' from cast("c6" as string))
        end
      ),
      ''
    ) in ('failed', 'annulé', 'annulÉ') as is_excluded,
    case
      when trim(both ' 	' from cast("c4" as string)) in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(both ' 	' from cast("c4" as string))
    end as refunded_read,
    case
      when "c4" rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
        replace("c4", '_', '') as decimal(18,4)
      )
      when regexp_replace(
        regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
        '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
        '$1'
      ) rlike '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)\z' then try_cast(
        regexp_replace(
          regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
          '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
          '$1'
        ) as decimal(18,4)
      )
      when regexp_replace(
        regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
        '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
        '$1'
      ) rlike '^[+-]?[0-9]{1,3}([, \t\n\r\f\x{00A0}\x{202F}''’][0-9]{3})+(\.[0-9]*)?\z' then try_cast(
        regexp_replace(
          regexp_replace(
            regexp_replace(trim("c4"), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
            '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
            '$1'
          ),
          '[, \t\n\r\f\x{00A0}\x{202F}''’]',
          ''
        ) as decimal(18,4)
      )
    end as refunded_parsed,
    case
      when trim(both ' 	' from cast("c6" as string)) in (
        '', 'NULL', 'null', 'NA', 'N/A', 'nan', 'NaN', 'None', '\N'
      ) then null
      else trim(both ' 	' from cast("c6" as string))
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
      when trim(
        cast(date_read as string)
      ) rlike '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?\z' then 'IMPOSSIBLE_DATE'
      else 'UNPARSABLE_DATE'
    end
    when day < date '1970-01-01' or day > date '2024-12-31' then 'IMPOSSIBLE_DATE'
    when amount_parsed is null then case
      when (
        coalesce(
          abs(
            case
              when amount_read_0 rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
                replace(amount_read_0, '_', '') as double
              )
            end
          ) < double('Infinity'),
          false
        )
        or regexp_replace(
          regexp_replace(trim(amount_read_0), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
          '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
          '$1'
        ) rlike '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)\z'
        or regexp_replace(
          regexp_replace(trim(amount_read_0), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
          '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
          '$1'
        ) rlike '^[+-]?[0-9]{1,3}([, \t\n\r\f\x{00A0}\x{202F}''’][0-9]{3})+(\.[0-9]*)?\z'
      )
        and (
          coalesce(
            abs(
              case
                when amount_read_1 rlike '^[ \t\n\r\f]*[+-]?([0-9]+(_[0-9]+)*(\.([0-9]+(_[0-9]+)*)?)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \t\n\r\f]*\z' then try_cast(
                  replace(amount_read_1, '_', '') as double
                )
              end
            ) < double('Infinity'),
            false
          )
          or regexp_replace(
            regexp_replace(trim(amount_read_1), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
            '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
            '$1'
          ) rlike '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)\z'
          or regexp_replace(
            regexp_replace(trim(amount_read_1), '^\((.*)\)$|^(.*[0-9])-$', '-$1$2'),
            '^([+-])[ \t\n\r\f\x{00A0}\x{202F}]+|^[ \t\n\r\f\x{00A0}\x{202F}]+|[ \t\n\r\f\x{00A0}\x{202F}]+$|[ \t\n\r\f\x{00A0}\x{202F}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[ \t\n\r\f\x{00A0}\x{202F}]*',
            '$1'
          ) rlike '^[+-]?[0-9]{1,3}([, \t\n\r\f\x{00A0}\x{202F}''’][0-9]{3})+(\.[0-9]*)?\z'
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
      case
        when abs(cast(amount_parsed as double) * rate) < 99999999999999.99 then cast(
          cast(round(cast(amount_parsed as double) * rate * 1e4) as decimal(18,0)) * 0.0001 as decimal(18,4)
        )
      end as decimal(18,4)
    ) as amount,
    case
      when refunded_read is null then cast(0 as decimal(18,4))
      else cast(
        abs(
          case
            when abs(cast(refunded_parsed as double) * rate) < 99999999999999.99 then cast(
              cast(round(cast(refunded_parsed as double) * rate * 1e4) as decimal(18,0))
              * 0.0001 as decimal(18,4)
            )
          end
        ) as decimal(18,4)
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
