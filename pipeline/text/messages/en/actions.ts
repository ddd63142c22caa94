import { count, money } from "../../format.js";

/** Whom to contact, why, and under what budget. */
export const actions = {
  "actions.question": "Whom to call, and what to offer?",
  "actions.customer": "customer",
  "actions.gaps": "gaps late",
  "actions.alive": "alive",
  "actions.state": "state",
  "actions.kept": "if kept",
  "actions.offer": "offer",
  "actions.most": "at most",
  "actions.gain": "gain",
  "actions.whyNot": "why not",
  "actions.reason.excluded": "is on the list of customers who are not to be contacted",
  "actions.reason.no_value": "nothing is expected of it",
  "actions.reason.not_overdue": "is not later than its own rhythm",
  "actions.reason.no_uplift": "actions.uplift takes it that an offer brings nobody of its kind back",
  "actions.reason.costs_more": "an offer costs more than it is expected to bring",
  "actions.reason.chosen": "late, and worth more than an offer costs",
  "actions.reason.over_budget": "worth an offer, but the budget is used by better ones",
  "actions.none": "Nobody: no customer is late and worth more than an offer costs, given actions.uplift.",
  "actions.nobodyLeaves":
    "Nobody: the model takes all customers for ones who stay, so that no offer brings anybody back. `clv customer-segments` says who is later than usual.",
  "actions.answer": (
    customers: number,
    cost: number,
    gain: number,
    currency: string,
    sets: { readonly budget: boolean; readonly contactCost: boolean },
  ) =>
    `${count(customers)} customers${sets.budget ? ", as many as the budget reaches" : ""}, those who bring most first: each is later than its own rhythm and worth more than an offer costs. The offers are expected to cost ${money(cost, currency)}${sets.contactCost ? "" : " (actions.contactCost is 0)"} and to gain ${money(gain, currency)} beyond that. The gain rests on actions.uplift, which is assumed, not measured.${sets.budget ? "" : " actions.budget sets no limit."}`,
  "actions.noCac":
    "actions.replacementCost is cac, but costs.acquisition has no costs of months in which customers came; give an amount",
  "actions.excluded": (ids: number, customers: number) =>
    `actions.exclude: ${count(customers)} of ${count(ids)} ids are those of customers`,
  "actionPlan.question": "What do lists of customers to contact cost and gain?",
  "actionPlan.method": "method",
  "actionPlan.cost": "cost",
  "actionPlan.low": "gain from",
  "actionPlan.high": "to",
  "actionPlan.answer": (gain: number, most: number, currency: string) =>
    `The list is expected to gain ${money(gain, currency)}; no list could gain more than ${money(most, currency)}. Both rest on actions.uplift, which is assumed, not measured.`,
};
