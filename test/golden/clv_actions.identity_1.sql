select (select count(*) from "clv_actions") as found, (select count(*) from "scores") as expected
