with sums as (
  select
    8 as "n_0",
    cast('1000' as double precision) as "amount_0",
    8 - count(case when is_published then 1 end) as "n_1",
    coalesce(
      case
        when max(abs(opening)) < 1e15 then cast(
          sum(case when abs(opening) < 1e15 then cast(opening as decimal(38,12)) end) as double precision
        )
        else sum(opening)
      end,
      0
    )
    - cast('1000' as double precision) as "amount_1",
    count(case when restated <> 0 then 1 end) as "n_2",
    coalesce(
      case
        when max(abs("restated")) < 1e15 then cast(
          sum(
            case when abs("restated") < 1e15 then cast("restated" as decimal(38,12)) end
          ) as double precision
        )
        else sum("restated")
      end,
      0
    ) as "amount_2",
    count(case when settings <> 0 then 1 end) as "n_3",
    coalesce(
      case
        when max(abs("settings")) < 1e15 then cast(
          sum(
            case when abs("settings") < 1e15 then cast("settings" as decimal(38,12)) end
          ) as double precision
        )
        else sum("settings")
      end,
      0
    ) as "amount_3",
    count(case when is_known then 1 end) as "n_4",
    coalesce(
      case
        when max(abs("released")) < 1e15 then cast(
          sum(
            case when abs("released") < 1e15 then cast("released" as decimal(38,12)) end
          ) as double precision
        )
        else sum("released")
      end,
      0
    ) as "amount_4",
    coalesce(
      case
        when max(abs(case when is_known then earned end)) < 1e15 then cast(
          sum(
            case
              when abs(case when is_known then earned end) < 1e15 then cast(
                case when is_known then earned end as decimal(38,12)
              )
            end
          ) as double precision
        )
        else sum(case when is_known then earned end)
      end,
      0
    ) as "earned_4",
    count(case when is_known then 1 end) as "n_5",
    coalesce(
      case
        when max(abs("extended")) < 1e15 then cast(
          sum(
            case when abs("extended") < 1e15 then cast("extended" as decimal(38,12)) end
          ) as double precision
        )
        else sum("extended")
      end,
      0
    ) as "amount_5",
    count(case when is_known then 1 end) as "n_6",
    coalesce(
      case
        when max(abs("unwound")) < 1e15 then cast(
          sum(case when abs("unwound") < 1e15 then cast("unwound" as decimal(38,12)) end) as double precision
        )
        else sum("unwound")
      end,
      0
    ) as "amount_6",
    count(case when kind = 'behaviour' and behaviour >= 0 then 1 end) as "n_7",
    coalesce(
      case
        when max(abs(case when behaviour >= 0 then behaviour end)) < 1e15 then cast(
          sum(
            case
              when abs(case when behaviour >= 0 then behaviour end) < 1e15 then cast(
                case when behaviour >= 0 then behaviour end as decimal(38,12)
              )
            end
          ) as double precision
        )
        else sum(case when behaviour >= 0 then behaviour end)
      end,
      0
    ) as "amount_7",
    count(case when kind = 'behaviour' and behaviour < 0 then 1 end) as "n_8",
    coalesce(
      case
        when max(abs(case when behaviour < 0 then behaviour end)) < 1e15 then cast(
          sum(
            case
              when abs(case when behaviour < 0 then behaviour end) < 1e15 then cast(
                case when behaviour < 0 then behaviour end as decimal(38,12)
              )
            end
          ) as double precision
        )
        else sum(case when behaviour < 0 then behaviour end)
      end,
      0
    ) as "amount_8",
    count(case when kind = 'lost' then 1 end) as "n_9",
    coalesce(
      case
        when max(abs("lost")) < 1e15 then cast(
          sum(case when abs("lost") < 1e15 then cast("lost" as decimal(38,12)) end) as double precision
        )
        else sum("lost")
      end,
      0
    ) as "amount_9",
    count(case when kind = 'new' then 1 end) as "n_10",
    coalesce(
      case
        when max(abs("new")) < 1e15 then cast(
          sum(case when abs("new") < 1e15 then cast("new" as decimal(38,12)) end) as double precision
        )
        else sum("new")
      end,
      0
    ) as "amount_10",
    count(case when is_there then 1 end) as "n_11",
    coalesce(
      case
        when max(abs("reestimated")) < 1e15 then cast(
          sum(
            case when abs("reestimated") < 1e15 then cast("reestimated" as decimal(38,12)) end
          ) as double precision
        )
        else sum("reestimated")
      end,
      0
    ) as "amount_11",
    count(case when is_there then 1 end) as "n_12",
    coalesce(
      case
        when max(abs("closing")) < 1e15 then cast(
          sum(case when abs("closing") < 1e15 then cast("closing" as decimal(38,12)) end) as double precision
        )
        else sum("closing")
      end,
      0
    ) as "amount_12"
  from (
    select
      customer_id,
      state_opening,
      state_closing,
      equity_opening as opening,
      is_published,
      equity_opening_restated - equity_opening as restated,
      equity_opening_settings - equity_opening_restated as settings,
      0 - expected_in_period as released,
      earned_in_period as earned,
      expected_beyond as extended,
      unwound,
      case when kind = 'behaviour' then difference else 0 end as "behaviour",
      case when kind = 'lost' then difference else 0 end as "lost",
      case when kind = 'new' then difference else 0 end as "new",
      closing - same_model as reestimated,
      closing,
      is_known,
      is_there,
      kind
    from (
      select
        v.*,
        same_model
        - (
          equity_opening
          + (equity_opening_restated - equity_opening)
          + (equity_opening_settings - equity_opening_restated)
          - expected_in_period
          + expected_beyond
          + unwound
        ) as difference
      from (
        select
          u.*,
          (equity_opening_settings - expected_in_period + expected_beyond)
          * cast('0.008127688966854008' as double precision) as unwound
        from (
          select
            customer_id,
            state_opening,
            state_closing,
            coalesce("equity_opening", 0) as "equity_opening",
            coalesce("equity_opening_restated", 0) as "equity_opening_restated",
            coalesce("equity_opening_settings", 0) as "equity_opening_settings",
            coalesce("expected_in_period", 0) as "expected_in_period",
            coalesce("expected_beyond", 0) as "expected_beyond",
            earned_in_period,
            coalesce(equity_closing_same_model, 0) as same_model,
            coalesce(equity_closing, 0) as closing,
            equity_opening is not null as is_published,
            equity_closing is not null as is_there,
            equity_closing is not null and first_day <= date '2024-11-30' as is_known,
            case
              when equity_closing is null then null
              when first_day > date '2024-11-30' then 'new'
              when state_closing = 'lost' and coalesce(state_opening, 'new') <> 'lost' then 'lost'
              else 'behaviour'
            end as kind
          from "mart_restated_customers" t
        ) u
      ) v
    ) w
  ) c
)
select
  cast(1 as integer) as line,
  cast('opening' as varchar) as item,
  cast("n_0" as bigint) as customers,
  cast("amount_0" as double precision) as amount,
  cast(NULL as double precision) as margin_earned
from sums
union all
select
  cast(2 as integer) as line,
  cast('forgotten' as varchar) as item,
  cast("n_1" as bigint) as customers,
  cast("amount_1" as double precision) as amount,
  cast(NULL as double precision) as margin_earned
from sums
union all
select
  cast(3 as integer) as line,
  cast('restated' as varchar) as item,
  cast("n_2" as bigint) as customers,
  cast("amount_2" as double precision) as amount,
  cast(NULL as double precision) as margin_earned
from sums
union all
select
  cast(4 as integer) as line,
  cast('settings' as varchar) as item,
  cast("n_3" as bigint) as customers,
  cast("amount_3" as double precision) as amount,
  cast(NULL as double precision) as margin_earned
from sums
union all
select
  cast(5 as integer) as line,
  cast('released' as varchar) as item,
  cast("n_4" as bigint) as customers,
  cast("amount_4" as double precision) as amount,
  "earned_4" as margin_earned
from sums
union all
select
  cast(6 as integer) as line,
  cast('extended' as varchar) as item,
  cast("n_5" as bigint) as customers,
  cast("amount_5" as double precision) as amount,
  cast(NULL as double precision) as margin_earned
from sums
union all
select
  cast(7 as integer) as line,
  cast('unwound' as varchar) as item,
  cast("n_6" as bigint) as customers,
  cast("amount_6" as double precision) as amount,
  cast(NULL as double precision) as margin_earned
from sums
union all
select
  cast(8 as integer) as line,
  cast('grown' as varchar) as item,
  cast("n_7" as bigint) as customers,
  cast("amount_7" as double precision) as amount,
  cast(NULL as double precision) as margin_earned
from sums
union all
select
  cast(9 as integer) as line,
  cast('shrunk' as varchar) as item,
  cast("n_8" as bigint) as customers,
  cast("amount_8" as double precision) as amount,
  cast(NULL as double precision) as margin_earned
from sums
union all
select
  cast(10 as integer) as line,
  cast('lost' as varchar) as item,
  cast("n_9" as bigint) as customers,
  cast("amount_9" as double precision) as amount,
  cast(NULL as double precision) as margin_earned
from sums
union all
select
  cast(11 as integer) as line,
  cast('new' as varchar) as item,
  cast("n_10" as bigint) as customers,
  cast("amount_10" as double precision) as amount,
  cast(NULL as double precision) as margin_earned
from sums
union all
select
  cast(12 as integer) as line,
  cast('reestimated' as varchar) as item,
  cast("n_11" as bigint) as customers,
  cast("amount_11" as double precision) as amount,
  cast(NULL as double precision) as margin_earned
from sums
union all
select
  cast(13 as integer) as line,
  cast('closing' as varchar) as item,
  cast("n_12" as bigint) as customers,
  cast("amount_12" as double precision) as amount,
  cast(NULL as double precision) as margin_earned
from sums
