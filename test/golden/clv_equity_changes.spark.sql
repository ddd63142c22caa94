select
  "customer_id",
  "state_opening",
  "state_closing",
  "opening",
  "restated",
  "settings",
  "released",
  "earned",
  "extended",
  "unwound",
  "behaviour",
  "lost",
  "new",
  "reestimated",
  "closing"
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
        * cast('0.008127688966854008' as double) as unwound
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
