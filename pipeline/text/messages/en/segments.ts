import { count, percent } from "../../format.js";

/** Which customers are new, active, at risk or lost, and what groups of customers are worth. */
export const segments = {
  "customerSegments.question": "Who is new, active, at risk or lost?",
  "customerSegments.lifecycle": "lifecycle",
  "customerSegments.customers": "customers",
  "customerSegments.recency": "days away",
  "customerSegments.gap": "days expected",
  "customerSegments.answer": (rows: readonly { readonly lifecycle: string; readonly customers: number }[]) =>
    `${rows.map((r) => `${count(r.customers)} ${r.lifecycle === "at_risk" ? "at risk" : r.lifecycle}`).join(", ")}.`,
  "segments.question": "What are groups of customers worth?",
  "segments.attribute": "by",
  "segments.segment": "segment",
  "segments.customers": "customers",
  "segments.share": "of all",
  "segments.clv": "CLV",
  "segments.shareOfClv": "of CLV",
  "segments.mean": "each",
  "segments.purchases": "purchases",
  "segments.noValue": "(none)",
  "segments.none": "There is no segment to compare.",
  "segments.answer": (attribute: string, segment: string, customers: number, share: number, money: boolean) =>
    `${attribute} ${segment} has ${percent(customers)} of the customers and ${percent(share)} of the ${money ? "expected value" : "expected purchases"}.`,
};
