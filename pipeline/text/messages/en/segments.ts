import { count, percent } from "../../format.js";

const inWords = (name: string): string => name.replaceAll("_", " ");

/** Which customers are new, active, at risk or lost, and what groups of customers are worth. */
export const segments = {
  "customerSegments.question": "Who is new, active, at risk or lost?",
  "customerSegments.lifecycle": "lifecycle",
  "customerSegments.customers": "customers",
  "customerSegments.recency": "days since last order",
  "customerSegments.gap": "days between orders expected",
  "customerSegments.answer": (rows: readonly { readonly lifecycle: string; readonly customers: number }[]) =>
    rows.length === 0
      ? "No customers."
      : `${rows.map((r) => `${count(r.customers)} ${inWords(r.lifecycle)}`).join(", ")}. --csv FILE has each customer, --filter lifecycle=at_risk those of one kind.`,
  "segments.question": "What are groups of customers worth?",
  "segments.attribute": "by",
  "segments.segment": "segment",
  "segments.name": (segment: string) => (segment === "at_risk" ? "at risk" : segment),
  "segments.customers": "customers",
  "segments.share": "of all",
  "segments.clv": "CLV",
  "segments.shareOfClv": "of CLV",
  "segments.mean": "each",
  "segments.purchases": "purchases",
  "segments.noValue": "(none)",
  "segments.none": "There is no segment to compare.",
  "segments.answer": (
    attribute: string,
    segment: string,
    of: {
      readonly customers: number;
      readonly share: number;
      readonly money: boolean;
      readonly days: number;
    },
  ) =>
    `${inWords(attribute)} ${attribute === "lifecycle" ? inWords(segment) : segment} has ${percent(of.customers)} of the customers and ${percent(of.share)} of ${of.money ? "what is expected of all" : "all purchases expected"} in the next ${of.days} days. --filter attribute=value_tier, rfm or an attribute shows other groups.`,
};
