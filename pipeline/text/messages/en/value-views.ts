import { money, signedPercent } from "../../format.js";

const reasons: Readonly<Record<string, string>> = {
  no_complete_month: "no month of theirs is over",
  no_next_month: "no month of theirs could be followed by another",
  no_lapse: "nobody was seen to lapse, so that there is no lifetime",
  survivorship: "less than half of the lifetime that it assumes was ever observed",
  heterogeneity: "it mixes cohorts that differ",
  constant_rate: "it lets all customers lapse at one rate for ever",
};

/** What a customer is worth. */
export const valueViews = {
  "valueViews.question": "What is a customer worth: by history, by the formulas in use, and by the model?",
  "valueViews.who": "customers of",
  "valueViews.customers": "number",
  "valueViews.history": "history",
  "valueViews.formula": "formula",
  "valueViews.model": "model",
  "valueViews.low": "low 80 %",
  "valueViews.high": "high 80 %",
  "valueViews.none": "There are no customers of this kind.",
  "valueViews.answer": (of: {
    readonly who: string;
    readonly base: boolean;
    readonly currency: string;
    readonly history: number;
    readonly model: number;
    readonly low: number | null;
    readonly high: number | null;
    readonly formula1: number | null;
    readonly formula2: number | null;
    readonly gap: number | null;
    readonly days: number | null;
    readonly reason: string;
  }) => {
    const amount = (value: number): string => money(value, of.currency);
    const who = of.base ? "A customer" : `A customer of ${of.who}`;
    const range =
      of.low === null || of.high === null ? "" : ` (80 % range ${money(of.low, "")} to ${amount(of.high)})`;
    const until = of.days === null ? "for ever" : `in the next ${of.days} days`;
    const why = reasons[of.reason] ?? of.reason;
    const formula =
      of.formula1 === null || of.formula2 === null
        ? `the formulas say nothing, since ${why}`
        : `margin over churn says ${amount(of.formula2)}${of.gap === null ? "" : `, ${signedPercent(of.gap)} from the model, since ${why}`}; as revenue the formulas say ${amount(of.formula1)}`;
    return `${who} has brought ${amount(of.history)} of margin, and by the model is worth ${amount(of.model)}${range} with what is expected ${until}; ${formula}.`;
  },
};
