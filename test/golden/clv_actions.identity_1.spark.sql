select cast(found as double) as found, cast(expected as double) as expected
from (select (select count(*) from "clv_actions") as found, (select count(*) from "scores") as expected) i
