select
  customer_id,
  expected_value,
  "expected_value_lo95",
  "expected_value_lo80",
  "expected_value_hi80",
  "expected_value_hi95",
  total_value,
  gap,
  alikes,
  share_above,
  cast(gap_rank as bigint) as gap_rank
from (
  select c.*, row_number() over (order by gap desc, (customer_id collate "C")) as gap_rank
  from (
    select
      t.*,
      expected_value - total_value as gap,
      count(*) over (partition by tenth) as alikes,
      cast(rank() over (partition by tenth order by total_value desc) - 1 as double precision)
      / count(*) over (partition by tenth) as share_above
    from (
      select
        v.*,
        floor(
          10 * cast(rank() over (order by expected_value desc) - 1 as double precision) / count(*) over ()
        ) as tenth
      from (
        select
          d.customer_id,
          e.expected_value,
          e."expected_value_lo95",
          e."expected_value_lo80",
          e."expected_value_hi80",
          e."expected_value_hi95",
          d.total as total_value
        from "mart_driver_customers" d
        join "mart_driver_cells" e on e.cell = d.cell
        where d.total is not null
      ) v
    ) t
    where tenth < 2
  ) c
  where share_above >= 0.75 and gap > 0
) r
where gap_rank <= 1000
