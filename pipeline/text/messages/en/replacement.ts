import { count } from "../../format.js";

export interface Replacement {
  readonly days: number;
  readonly losses: number;
  readonly customers: number;
  readonly value: string;
  readonly newCustomers: number | null;
  readonly cost: string | null;
  readonly keeping: string | null;
  readonly verdict: string | null;
}

/** Who leaves, and what it takes to replace them. */
export const replacement = {
  "replacement.question": "How many customers will leave, and what does it take to replace them?",
  "replacement.source": "source",
  "replacement.days": "days",
  "replacement.losses": "will leave",
  "replacement.value": "their value",
  "replacement.new": "new ones",
  "replacement.cost": "their cost",
  "replacement.verdict": "verdict",
  "replacement.nobody": "No customer matches.",
  "replacement.nobodyLeaves": (days: number) =>
    `The model knows of nobody who leaves, so none are expected to within ${days} days. \`clv customer-segments\` says who is later than usual.`,
  "replacement.answer": ({
    days,
    losses,
    customers,
    value,
    newCustomers,
    cost,
    keeping,
    verdict,
  }: Replacement) =>
    `Of ${count(customers)} customers ${count(Math.round(losses))} ${Math.round(losses) === 1 ? "is" : "are"} expected to leave within ${days} days, with ${value} of margin to come${
      newCustomers === null
        ? ""
        : `; ${count(newCustomers)} new ${Math.round(newCustomers) === 1 ? "customer is" : "customers are"} worth as much`
    }${cost === null ? "" : `, at a cost of ${cost}`}.${
      verdict === null || keeping === null
        ? ""
        : ` Keeping one costs ${keeping}: ${verdict === "keep" ? "less" : "not less"} than replacing its value.`
    }`,
};
