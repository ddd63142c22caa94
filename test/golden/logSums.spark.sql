select
  count(*) as customers,
  count(case when first_amount > 0 then null else 1 end) as first_zeros,
  cast(
    coalesce(
      sum(
        cast(
          cast(
            round((case when first_amount > 0 then ln(cast(first_amount as double)) end) * 1e6) as bigint
          ) as decimal(38,0)
        )
      ),
      0
    ) as decimal(38,0)
  ) as first_logs,
  cast(
    coalesce(
      sum(cast(cast(round((ln(1 + cast(x as double))) * 1e6) as bigint) as decimal(38,0))), 0
    ) as decimal(38,0)
  ) as x_logs,
  cast(
    coalesce(
      sum(cast(cast(round((ln(cast(repeat_spend as double) / x)) * 1e6) as bigint) as decimal(38,0))), 0
    ) as decimal(38,0)
  ) as spend_logs
from "customers"
where x > 0 and repeat_spend > 0
