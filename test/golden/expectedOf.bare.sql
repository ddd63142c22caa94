select coalesce(
  case
    when max(abs(p.expected_purchases)) < 1e15 then cast(
      sum(
        case when abs(p.expected_purchases) < 1e15 then cast(p.expected_purchases as decimal(38,12)) end
      ) as double precision
    )
    else sum(p.expected_purchases)
  end,
  0
) as purchases
from "earlier_customers" c
join "expected_since" p on p.x = c.x and p.t_x = c.t_x and p.t_cal = c.t_cal
join "bare_scores" s on s.customer_id = c.customer_id
