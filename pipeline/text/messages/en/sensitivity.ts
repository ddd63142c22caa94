import { money, signedPercent } from "../../format.js";

export interface Change {
  readonly driver: string;
  readonly change: string;
  readonly relative: number;
  readonly difference: number;
}

/** What moves the value of all customers. */
export const sensitivity = {
  "sensitivity.question": "What moves the value of the customers there are?",
  "sensitivity.ofNew": " (new customer)",
  "sensitivity.driver": "driver",
  "sensitivity.change": "change",
  "sensitivity.clv": "CLV",
  "sensitivity.difference": "difference",
  "sensitivity.relative": "of base",
  "sensitivity.elasticity": "elasticity",
  "sensitivity.noChange": "No row that is shown is a change of the value of the customers there are.",
  "sensitivity.none": "Nobody is worth anything, so nothing moves it.",
  "sensitivity.answer": (
    clv: number,
    currency: string,
    days: number | null,
    most: Change,
    others: readonly Change[],
  ) =>
    `Of these changes, ${most.driver} ${most.change} moves the value of the base most: by ${money(most.difference, currency)}, ${signedPercent(most.relative)} of the ${money(clv, currency)} that it is worth ${days === null ? "for ever" : `over the next ${days} days`}${others.length > 0 ? `. Next: ${others.map((o) => `${o.driver} ${o.change} (${signedPercent(o.relative)})`).join(", ")}` : ""}.`,
};
