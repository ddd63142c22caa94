import { column, money, share } from "../columns.js";
import type { MartColumn } from "../mart.js";

const day = (level: number, name: string): MartColumn =>
  column(
    name,
    "date",
    `day by which ${level} % of customers with this history, if they are still customers, have ordered again; null beyond five years`,
  );

/** clv_actions. */
export const actionColumns: readonly MartColumn[] = [
  column("customer_id", "text", "customer id, as in the source"),
  column(
    "next_order",
    "date",
    "day by which half of customers with this history, if they are still customers, have ordered again; null beyond five years",
  ),
  ...[
    day(25, "next_order_lo50"),
    day(75, "next_order_hi50"),
    day(10, "next_order_lo80"),
    day(90, "next_order_hi80"),
  ],
  column("lifecycle", "text", "new, lost, at_risk or active: see clv_customer_segments"),
  column("value_tier", "text", "tier by share of customers in the order of value_rank"),
  column("overdue_days", "number", "recency_days minus expected_gap_days", "days"),
  column("gaps_overdue", "number", "days since the last purchase as a multiple of the expected gap", "gaps"),
  column("overdue", "boolean", "whether gaps_overdue is above actions.overdueGaps"),
  column(
    "p_alive",
    "number",
    "probability of coming back without an offer",
    "probability",
    "that of the model; where that is 1 because the customer never came back, the mean of customers who did and are as many gaps overdue. It is what is known of the history and has no bounds, as in clv_scores",
  ),
  column(
    "previous_p_alive",
    "number",
    "P(alive) in the last run; null where the customer was not in it",
    "probability",
  ),
  column("p_alive_change", "number", "P(alive) of the model minus that of the last run", "probability"),
  money("previous_clv", "CLV of the longest horizon in the last run"),
  money("clv_change", "CLV of the longest horizon minus that of the last run"),
  money(
    "expected_value",
    "margin expected of the days to come: residual_clv, or the CLV of the longest horizon where that is null",
    "bounds of a customer's CLV are those of clv_scores; they are of what comes, which an offer can change, so that figures made of it have none. Those of the whole list are in clv_action_plan",
  ),
  money(
    "value_if_alive",
    "expected_value over the P(alive) of the model: what it is worth if it is still a customer",
  ),
  money(
    "value_at_stake",
    "value_if_alive times 1 minus p_alive: what is lost on average because it may have left",
  ),
  money(
    "kept_value",
    "value_if_alive, but no more than it costs to win a customer as good (actions.replacementCost)",
  ),
  share("uplift_used", "rise in the chance of coming back that the offer causes, at most 1 minus p_alive"),
  column("uplift_from", "text", "assumed: uplift is that of actions.uplift, and nobody measured it here"),
  money("incentive", "what is paid to the customer if it comes back"),
  money(
    "max_incentive",
    "highest incentive worth paying to whoever comes back, also to those who would anyway",
  ),
  money("max_gift_at_retail", "the same as goods at shop prices"),
  money("expected_cost", "contact, and the incentive times the chance of coming back"),
  money("cost_if_all_redeem", "contact and incentive"),
  money("expected_gain", "uplift_used times kept_value minus expected_cost"),
  column("candidate", "boolean", "overdue, with an uplift and an expected gain above 0, and not excluded"),
  column("gain_per_cost", "number", "expected_gain over expected_cost of a candidate; null at no cost"),
  column("rank", "count", "place among candidates by gain_per_cost, 1 is best; those at no cost first"),
  money("cumulative_cost", "expected cost of the list down to this candidate"),
  column("chosen", "boolean", "whether the list reaches the candidate before actions.budget is used"),
  column(
    "action",
    "text",
    "contact: make the offer; wait: its next order is not due; leave: an offer does not pay",
  ),
  column(
    "reason",
    "text",
    "chosen, over_budget, not_overdue, no_value, no_uplift, costs_more or excluded: why the action is what it is",
  ),
  column("reason_text", "text", "the reason in words"),
];

/** clv_action_plan. */
export const planColumns: readonly MartColumn[] = [
  column(
    "method",
    "text",
    "in_order: by rank until the budget is used, as in clv_actions; skipping: what does not fit is passed over; best: the best of all lists, for up to 200 candidates; upper_bound: more than this no list gains",
  ),
  column("customers", "count", "customers of the list; null for upper_bound", "customers"),
  money("budget", "actions.budget; null for no limit"),
  money("cost", "expected cost of the list"),
  money("cost_if_all_redeem", "cost if every customer of the list comes back"),
  money("gain", "expected gain of the list, given the uplift assumed"),
  ...(["lo95", "lo80", "hi80", "hi95"] as const).map((bound) =>
    money(
      `gain_${bound}`,
      `${bound.startsWith("lo") ? "lower" : "upper"} bound of the ${bound.slice(2)} % interval of gain: chance in who comes back, and in what they are worth; not whether the uplift is right`,
    ),
  ),
];
