import type { Message } from "../text/messages/message.js";
import type { MartFacts } from "./facts.js";

/** What a value is worked out with. */
export interface ValueTerms {
  /** Days that it covers; 0 for ever. */
  readonly horizonDays: number;
}

/** The run that the value of the base is compared with: the last one published of an earlier day. */
export interface Opening {
  readonly runId: string;
  /** yyyy-mm-dd */
  readonly asOf: string;
  /** From then to now. */
  readonly days: number;
  readonly modelVersion: string;
  /** Whether its model is that of this run. */
  readonly sameModel: boolean;
  /** Whether the value was worked out with what it is worked out with now, all settings of `value`. */
  readonly sameTerms: boolean;
  readonly terms: ValueTerms;
  /** Who had a published value then, and their total: people who have been forgotten since included. */
  readonly customers: number;
  readonly equity: number;
}

/** An opening, or why there is none to compare with. */
export type OpeningOrWhy =
  | { readonly opening: Opening; readonly why: null }
  | { readonly opening: null; readonly why: Message };

/** Days that the value of a customer covers in this run; 0 for ever, which needs a discount rate and customers who leave. */
export function equityDays({ forEver, longestDays }: Pick<MartFacts, "forEver" | "longestDays">): number {
  return forEver ? 0 : longestDays;
}

/** The column of scores that has a value over so many days. */
export function equityColumn(horizonDays: number): string {
  return horizonDays === 0 ? "residual_clv" : `clv_${horizonDays}d`;
}
