import { count } from "../../format.js";

/** Which customers are new, active, at risk or lost, and what groups of customers are worth. */
export const segments = {
  "customerSegments.question": "Who is new, active, at risk or lost?",
  "customerSegments.lifecycle": "lifecycle",
  "customerSegments.customers": "customers",
  "customerSegments.recency": "days away",
  "customerSegments.gap": "days expected",
  "customerSegments.answer": (rows: readonly { readonly lifecycle: string; readonly customers: number }[]) =>
    `${rows.map((r) => `${count(r.customers)} ${r.lifecycle === "at_risk" ? "at risk" : r.lifecycle}`).join(", ")}.`,
};
