select sum("clv_90d") as "clv_90d", sum("clv_365d") as "clv_365d"
from "scores"
