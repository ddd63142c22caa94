import { double, list, lit, raw, type Sql, sql } from "../../sql/sql.js";
import { say } from "../../text/messages/say.js";
import type { MartInputs } from "../mart.js";
import { actionBase } from "./action-base.js";

const reasons = {
  excluded: { action: "leave", text: "actions.reason.excluded" },
  no_value: { action: "leave", text: "actions.reason.no_value" },
  not_overdue: { action: "wait", text: "actions.reason.not_overdue" },
  no_uplift: { action: "leave", text: "actions.reason.no_uplift" },
  costs_more: { action: "leave", text: "actions.reason.costs_more" },
  chosen: { action: "contact", text: "actions.reason.chosen" },
  over_budget: { action: "leave", text: "actions.reason.over_budget" },
} as const;

/** Why an action is what it is. */
export const reasonCodes = Object.keys(reasons);

/** clv_actions. */
export function actionSelect(inputs: MartInputs): Sql {
  return weighed(inputs, actionBase(inputs));
}

/** @param base rows of actionBase */
export function weighed({ dialect, config, facts }: MartInputs, base: Sql): Sql {
  const { contactCost, overdueGaps, budget } = config.actions;
  const contact = double(contactCost);
  const exact = (value: Sql): Sql => sql`cast(${value} as decimal(38,12))`;
  const limit = (value: number): Sql => sql`cast(${String(value)} as decimal(38,12))`;
  const fits =
    budget === undefined ? sql`g.candidate` : sql`g.candidate and g.cumulative <= ${limit(budget)}`;
  const reason = by((code) => lit(code));
  const ordered = sql`partition by o.candidate order by case when o.expected_cost > 0 then 1 else 0 end, o.ratio desc, ${dialect.byBytes(raw("o.customer_id"))}`;
  const day = (name: string, as: string): Sql =>
    sql`cast(date ${facts.asOf} + cast(${raw(`g.${name}`)} as integer) as date) as ${raw(as)}`;
  return sql`with base as (${base}), v as (
  select b.*, b.recency_days - b.expected_gap_days as overdue_days, coalesce(${exact(raw("b.gaps_overdue"))} > ${limit(overdueGaps)}, 1 = 0) as overdue,
    case when b.p_model > 0 then b.expected_value / b.p_model end as value_if_alive,
    case when b.uplift < 1 - b.p_alive then b.uplift else 1 - b.p_alive end as uplift_used
  from base b
), k as (
  select v.*, v.value_if_alive * (1 - v.p_alive) as value_at_stake,
    case when v.replacement_cost < v.value_if_alive then v.replacement_cost else v.value_if_alive end as kept_value,
    ${contact} + (v.p_alive + v.uplift_used) * v.incentive as expected_cost, ${contact} + v.incentive as cost_if_all_redeem
  from v
), m as (
  select k.*, case when k.uplift > 0 and k.p_alive + k.uplift_used > 0 and k.uplift_used * k.kept_value > ${contact} then (k.uplift_used * k.kept_value - ${contact}) / (k.p_alive + k.uplift_used) else 0 end as max_incentive,
    k.uplift_used * k.kept_value - k.expected_cost as expected_gain
  from k
), w as (
  select m.*, m.max_incentive / nullif(1 - m.margin_rate, 0) as max_gift_at_retail,
    coalesce(m.excluded = 0 and m.overdue and m.uplift > 0 and ${exact(raw("m.expected_gain"))} > 0, 1 = 0) as candidate
  from m
), o as (
  select w.*, case when w.candidate then ${exact(raw("w.expected_gain / nullif(w.expected_cost, 0)"))} end as ratio from w
), g as (
  select o.*, row_number() over (${ordered}) as place, sum(${exact(raw("o.expected_cost"))}) over (${ordered} rows unbounded preceding) as cumulative from o
), f as (select g.*, ${fits} as chosen from g)
select ${list([
    raw("g.customer_id"),
    ...[day("days_50", "next_order"), day("days_25", "next_order_lo50"), day("days_75", "next_order_hi50")],
    ...[day("days_10", "next_order_lo80"), day("days_90", "next_order_hi80")],
    raw("g.lifecycle, g.value_tier, g.overdue_days, g.gaps_overdue, g.overdue, g.p_alive"),
    raw("g.previous_p_alive, g.p_model - g.previous_p_alive as p_alive_change, g.previous_clv"),
    raw(
      "g.clv - g.previous_clv as clv_change, g.expected_value, g.value_if_alive, g.value_at_stake, g.kept_value",
    ),
    raw(
      "g.uplift_used, cast('assumed' as varchar) as uplift_from, g.incentive, g.max_incentive, g.max_gift_at_retail",
    ),
    raw("g.expected_cost, g.cost_if_all_redeem, g.expected_gain, g.candidate"),
    raw("case when g.candidate then g.expected_gain / nullif(g.expected_cost, 0) end as gain_per_cost"),
    raw("case when g.candidate then cast(g.place as bigint) end as rank"),
    raw("case when g.candidate then cast(g.cumulative as double precision) end as cumulative_cost, g.chosen"),
    sql`${by((code) => lit(reasons[code].action))} as action`,
    sql`${reason} as reason`,
    sql`${by((code) => lit(say(reasons[code].text)))} as reason_text`,
  ])}
from f g`;
}

/** What belongs to the first reason that holds. */
function by(value: (code: keyof typeof reasons) => Sql): Sql {
  return sql`case when g.excluded = 1 then ${value("excluded")} when g.kept_value is null or g.kept_value <= 0 then ${value("no_value")} when not g.overdue then ${value("not_overdue")}
  when g.uplift <= 0 then ${value("no_uplift")} when not g.candidate then ${value("costs_more")} when g.chosen then ${value("chosen")} else ${value("over_budget")} end`;
}
