select cast(min(day) as varchar) as first_day, cast(max(day) as varchar) as last_day from (select day from "staged_0" where reason is null
union all select day from "staged_1" where reason is null)
