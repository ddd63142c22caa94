import { type Bands, benchmarkBands } from "./bands.js";
import type { CostFacts } from "./cost-facts.js";
import type { OpeningOrWhy } from "./opening.js";

/** What marts know of a run besides its tables. Plain: it is kept in the run, for who reads its marts. */
export interface MartFacts {
  readonly runId: string;
  /** yyyy-mm-dd */
  readonly asOf: string;
  /** Day of the first purchase in the log. */
  readonly firstDay: string;
  readonly customers: number;
  /** Whether the log has amounts. */
  readonly money: boolean;
  /** null without amounts; "" where the log names none */
  readonly currency: string | null;
  /** Contribution margin as a share of revenue; where customers differ in it, that of all revenue so far (marginRate has a customer's). */
  readonly margin: number;
  readonly annualDiscountRate: number;
  readonly horizonsDays: readonly number[];
  readonly longestDays: number;
  /** Whether customers have a finite value for ever: residual_clv is not null. */
  readonly forEver: boolean;
  /** What a new customer cost on average; null where no costs of acquisition are known. */
  readonly meanCac: number | null;
  /** Whether customers pay when a contract says, not as they please. */
  readonly contract: boolean;
  /** Whether each order of a day is a purchase of its own. */
  readonly separate: boolean;
  /** Whether figures have bounds. */
  readonly intervals: boolean;
  /** Attributes with few enough values to make segments. */
  readonly attributes: readonly string[];
  /** What acquisition cost; null where the run knows no costs. */
  readonly costs: CostFacts | null;
  readonly bands: Bands;
  /** Tiers, best first. */
  readonly tiers: readonly string[];
  /** The calendar months to come up to the longest horizon, five years at most: the rest of the month of asOf first. */
  readonly months: readonly ComingMonth[];
  /** What the value of the base is compared with. */
  readonly since: OpeningOrWhy;
}

/** A calendar month to come, or the part of it that a horizon holds; yyyy-mm-dd, both days included. */
export interface ComingMonth {
  readonly from: string;
  readonly to: string;
}

/** Facts of a run that has everything, with one horizon: what columns marts have then. */
export function factsWith(days: number): MartFacts {
  return {
    ...{
      runId: "run",
      asOf: "2024-12-31",
      firstDay: "2023-01-01",
      customers: 10,
      money: true,
      currency: "EUR",
    },
    ...{ margin: 0.4, annualDiscountRate: 0.1, horizonsDays: [days], longestDays: days, forEver: true },
    contract: false,
    ...{ meanCac: 20, separate: false, intervals: true, attributes: ["channel"], tiers: ["top", "low"] },
    costs: {
      ...{ source: "costs.csv", rows: 2, spend: 100, attributes: ["channel"] },
      ...{ dimensions: ["campaign"], notes: [] },
    },
    bands: {
      ltvCac: benchmarkBands[0]!,
      payback: { ...benchmarkBands[3]!, business: "own", low: 12, high: 12, source: "own target" },
    },
    months: [
      { from: "2025-01-01", to: "2025-01-31" },
      { from: "2025-02-01", to: "2025-02-28" },
    ],
    since: {
      opening: {
        ...{ runId: "earlier", asOf: "2024-11-30", days: 31, modelVersion: "m1", sameModel: false },
        ...{ sameTerms: true, terms: { horizonDays: 0 } },
        ...{ customers: 8, equity: 1000 },
      },
      why: null,
    },
  };
}
