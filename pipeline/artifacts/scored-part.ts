import type { TotalSums } from "../../models/index.js";

/** All customers, or those with one value of an attribute; `null` stands for customers without a value. */
export interface Segment<Sums> {
  /** null for all customers */
  readonly attribute: string | null;
  readonly value: string | null;
  readonly sums: Sums;
}

/** Scores of some customers, or of all. */
export interface ScoredPart {
  readonly table: string;
  readonly rows: number;
  /** What totals with intervals are made of; null without intervals. */
  readonly sums: readonly Segment<TotalSums>[] | null;
}
