import type { Config } from "../config/config.js";

/** What a ratio or a payback is usual in a kind of business. */
export interface Band {
  readonly business: string;
  readonly measure: "ltv_cac" | "payback_months";
  readonly low: number;
  readonly high: number;
  /** Who says so, and when. */
  readonly source: string;
  readonly year: number | null;
}

/** The bands that verdicts of a run are by; no band of LTV:CAC where none is known of the business. */
export interface Bands {
  readonly ltvCac: Band | null;
  readonly payback: Band;
}

/** Bands in use, as data. */
export const benchmarkBands: readonly Band[] = [
  { business: "retail", measure: "ltv_cac", low: 2, high: 3, source: "seed documents", year: 2024 },
  { business: "saas", measure: "ltv_cac", low: 3, high: 5, source: "seed documents", year: 2024 },
  { business: "b2b_services", measure: "ltv_cac", low: 5, high: 10, source: "seed documents", year: 2024 },
  {
    business: "subscription",
    measure: "payback_months",
    low: 12,
    high: 18,
    source: "seed documents",
    year: 2024,
  },
];

/** Who sells subscriptions is judged by their bands too. */
const alike: Readonly<Record<string, readonly string[]>> = {
  saas: ["subscription"],
  b2b_services: [],
  retail: [],
};

/**
 * The bands for a business: its own (business "own"), else those of its kind; payback without a band is judged by
 * targets.paybackMonths.
 */
export function bandsFor(
  { targets, retrain }: Pick<Config, "targets" | "retrain">,
  all: readonly Band[],
): Bands {
  const business = targets.business ?? (retrain.policy.business === "subscription" ? "saas" : "retail");
  const kinds = ["own", business, ...alike[business]!];
  const find = (measure: Band["measure"]): Band | undefined =>
    kinds.flatMap((kind) => all.filter((band) => band.business === kind && band.measure === measure))[0];
  const months = targets.paybackMonths;
  return {
    ltvCac: find("ltv_cac") ?? null,
    payback: find("payback_months") ?? {
      ...{ business: "own", measure: "payback_months", low: months, high: months },
      ...{ source: "targets.paybackMonths", year: null },
    },
  };
}

/** A band in words, for the convention of a verdict. */
export function bandInWords({ business, low, high, source, year }: Band): string {
  return `${low === high ? low : `${low}–${high}`} (${business}: ${source}${year === null ? "" : `, ${year}`})`;
}
