select cast(coalesce(sum(cast(round((mean_spend) * 1e6) as bigint)), 0) as decimal(38,0)) as s from "customers"
