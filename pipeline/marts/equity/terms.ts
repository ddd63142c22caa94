import { double, id, list, type Sql, sql } from "../../sql/sql.js";
import type { MartInputs } from "../mart.js";
import type { Opening } from "../opening.js";

/** What MartServices.makeRestated makes for the bridge. */
export const restated = "mart_restated_customers";

/** What leads from a customer's published value at the opening to that of now, in this order. */
export const terms = [
  ...(["restated", "settings", "released", "extended", "unwound", "behaviour", "lost", "new"] as const),
  "reestimated",
] as const;

/**
 * A row a customer with opening, the terms and closing, and what the customer is: is_known (a customer at the opening, by what is known
 * now, and still one), is_there (has a value now), kind (new, lost, or behaviour; null for who is gone).
 * Behaviour, lost and new are what is left between the value that the model of the opening expected for today and the one it gives.
 */
export function customerTerms({ table, facts }: MartInputs): Sql {
  const { asOf, days } = facts.since.opening as Opening;
  const growth = (1 + facts.annualDiscountRate) ** (days / 365);
  const filled = [
    "equity_opening",
    "equity_opening_restated",
    "equity_opening_settings",
    "expected_in_period",
  ];
  const zero = (name: string): Sql => sql`coalesce(${id(name)}, 0) as ${id(name)}`;
  const difference = (kind: string): Sql => sql`case when kind = ${kind} then difference else 0 end`;
  return sql`select customer_id, state_opening, state_closing, equity_opening as opening, is_published,
  equity_opening_restated - equity_opening as restated, equity_opening_settings - equity_opening_restated as settings,
  0 - expected_in_period as released, earned_in_period as earned, expected_beyond as extended, unwound,
  ${list((["behaviour", "lost", "new"] as const).map((kind) => sql`${difference(kind)} as ${id(kind)}`))},
  closing - same_model as reestimated, closing, is_known, is_there, kind
from (
  select v.*, same_model - (equity_opening + (equity_opening_restated - equity_opening) + (equity_opening_settings - equity_opening_restated) - expected_in_period + expected_beyond + unwound) as difference
  from (
    select u.*, (equity_opening_settings - expected_in_period + expected_beyond) * ${double(growth - 1)} as unwound
    from (
      select customer_id, state_opening, state_closing, ${list(filled.map(zero))}, ${zero("expected_beyond")}, earned_in_period,
        coalesce(equity_closing_same_model, 0) as same_model, coalesce(equity_closing, 0) as closing,
        equity_opening is not null as is_published, equity_closing is not null as is_there,
        equity_closing is not null and first_day <= date ${asOf} as is_known,
        case when equity_closing is null then null when first_day > date ${asOf} then 'new'
          when state_closing = 'lost' and coalesce(state_opening, 'new') <> 'lost' then 'lost' else 'behaviour' end as kind
      from ${table(restated)} t
    ) u
  ) v
) w`;
}
