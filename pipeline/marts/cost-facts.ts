import type { Message } from "../text/messages/message.js";

/** What is known of acquisition costs besides their rows: see mart_costs. */
export interface CostFacts {
  /** The name of the file or table. */
  readonly source: string;
  readonly rows: number;
  /** Sum of all rows in base currency. */
  readonly spend: number;
  /** Attributes of the log that costs are by; costs of all customers are there without any. */
  readonly attributes: readonly string[];
  /** Other columns that say what a cost was for, such as campaign: dim_1, dim_2, … of mart_costs. */
  readonly dimensions: readonly string[];
  /** What contradicts the log, or was decided on the way. */
  readonly notes: readonly Message[];
}
