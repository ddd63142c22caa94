select "attr_channel" as level, count(*) as n from "customers" group by "attr_channel" order by n desc, level nulls first
