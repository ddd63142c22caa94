select
  valued_purchases as n,
  count(*) as customers,
  cast(sum(log_spend) as decimal(38,0)) as logs,
  cast(
    coalesce(
      sum(
        cast(
          cast(
            round(
              (
                cast(log_spend as double)
                * cast(log_spend as double)
                / cast(1e+18 as double)
                / valued_purchases
              )
              * 1e6
            ) as bigint
          ) as decimal(38,0)
        )
      ),
      0
    ) as decimal(38,0)
  ) as of_sums,
  cast(sum(log_spend_squares) as decimal(38,0)) as squares
from "customers"
where valued_purchases > 0
group by valued_purchases
order by valued_purchases
