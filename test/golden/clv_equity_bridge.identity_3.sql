select cast(found as double precision) as found, cast(expected as double precision) as expected
from (
  select
    coalesce(
      max(
        abs(
          "opening"
          + "restated"
          + "settings"
          + "released"
          + "extended"
          + "unwound"
          + "behaviour"
          + "lost"
          + "new"
          + "reestimated"
          - closing
        )
        / greatest(abs(opening), abs(closing), 1)
      ),
      0
    ) as found,
    0 as expected
  from "clv_equity_changes"
) i
