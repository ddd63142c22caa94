select sum(customers) as found, 2 * (select count(*) from "customers" c) as expected
from "clv_acquisition" a
