select distinct "attr_channel" as value
from "customers" c
where "attr_channel" in (NULL, 'web', 'o''app')
