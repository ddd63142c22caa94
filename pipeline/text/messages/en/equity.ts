import { count } from "../../format.js";

/** What customers are worth now, and why that is more or less than before. */
export const equity = {
  "equity.question": "What is the base of customers worth now?",
  "equity.attribute": "attribute",
  "equity.source": "source",
  "equity.customers": "customers",
  "equity.equity": "worth now",
  "equity.lo80": "80 % from",
  "equity.hi80": "to",
  "equity.historic": "margin so far",
  "equity.nobody": "No customer matches.",
  "equity.answer": (
    who: string | null,
    customers: number,
    value: string,
    bounds: readonly [string, string] | null,
    days: number,
  ) =>
    `The ${count(customers)} customers${who === null ? "" : ` of ${who}`} are worth ${value}${bounds === null ? "" : ` (80 %: ${bounds[0]} to ${bounds[1]})`}: the margin expected of them ${days === 0 ? "for ever" : `in the next ${days} days, since without a discount rate or churn a value for ever has no end`}.`,
  "equity.bridge.question": "What changed: why is the base worth more or less than last time?",
  "equity.bridge.part": "These are some of the lines; without a filter they add up to the value of now.",
  "equity.bridge.answer": (
    since: string,
    { value, change, by }: { readonly value: string; readonly change: number; readonly by: string },
    moved: readonly { readonly item: string; readonly amount: string }[],
  ) =>
    `The base is worth ${value}, ${change === 0 ? "as much as" : `${by} ${change > 0 ? "more" : "less"} than`} on ${since}${moved.length === 0 ? "" : `; what moved most: ${moved.map(({ item, amount }) => `${lineOf(item)} ${amount}`).join(", ")}`}.`,
  "equity.item": "line",
  "equity.line": (item: string) => lineOf(item),
  "equity.amount": "amount",
  "equity.earned": "earned since",
  "equity.planned.question": "What do planned new customers add to the value of the base, less their cost?",
  "equity.planned.customers": "new customers",
  "equity.planned.value": "worth",
  "equity.planned.cost": "cost",
  "equity.planned.with": "base with them",
  "equity.planned.none": "Nothing is known of new customers to come.",
  "equity.planned.answer": (
    customers: number,
    value: string,
    cost: string | null,
    equity: string,
    days: number,
  ) =>
    `${count(Math.round(customers))} new customers to come in the next ${days} days are worth ${value}${cost === null ? ", at a cost that is not known" : ` and cost ${cost}`}, beside ${equity} of the base as it is.`,
  "equity.noOpening": "there is no earlier run to compare with: the next one is compared with this",
  "equity.gone": (run: string, asOf: string) =>
    `the scores of run ${run}, as of ${asOf}, are gone, damaged, or in another engine: keep more runs (keepRuns)`,
  "equity.noAmountsThen": (asOf: string) => `the run as of ${asOf} had no amounts`,
  "equity.otherCurrency": (then: string, now: string) =>
    `amounts were in ${then || "no named currency"} at the last run and are in ${now || "none"} now`,
  "equity.ownIntervals":
    "customers count their periods in billing intervals of their own (purchase.interval), in which earlier days are not counted again",
  "equity.network":
    "expected spend was a network's (spend.model: ziln), which is not asked again about earlier days",
  "equity.shortPeriod": (days: number) =>
    `the last run is ${count(days)} days ago, less than half a period of its model`,
  "equity.notForEver": (asOf: string) =>
    `the model of the run as of ${asOf} knows of no customer who leaves, so its values for ever have no end`,
  "equity.noLifecycleThen": (run: string) =>
    `run ${run} has no lifecycles: whoever is lost now counts as lost since then in clv_equity_bridge`,
};

/** A line of a bridge within a sentence. */
const lineOf = (item: string): string => lineNames[item] ?? item;

const lineNames: Readonly<Record<string, string>> = {
  opening: "value at the last run",
  closing: "value now",
  forgotten: "people forgotten",
  restated: "late or corrected orders",
  settings: "other settings",
  released: "value that came due",
  extended: "the horizon moving on",
  unwound: "time passing (discount)",
  grown: "customers who grew",
  shrunk: "customers who shrank",
  lost: "customers lost",
  new: "new customers",
  reestimated: "the new model",
};
