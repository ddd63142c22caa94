select count(*) as n
from (select distinct "attr_channel" from "customers" limit 51) s
