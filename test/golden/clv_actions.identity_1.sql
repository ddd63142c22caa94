select cast(found as double precision) as found, cast(expected as double precision) as expected
from (select (select count(*) from "clv_actions") as found, (select count(*) from "scores") as expected) i
