import type { TextDialect } from "./text/dialect.js";

/** Sampled records of one file, by name of the column. */
export interface FileRows {
  /** What a person should know of the file. */
  readonly warnings?: readonly string[];
  readonly names: readonly string[];
  readonly rows: readonly (readonly (string | null | undefined)[])[];
  readonly types: readonly (string | null)[];
  readonly unsplittable: number;
  readonly whole: boolean;
  readonly totalRows: number | null;
  readonly dialect: TextDialect | null;
  /** The table of a file with several that was read; null for a query. */
  readonly table?: string | null;
}

/** What of a file with several tables is to be read. */
export interface TableChoice {
  readonly table?: string | undefined;
  readonly query?: string | undefined;
}

/** About how many rows are looked at. */
export const sampleRows = 50_000;

/** Neighbouring rows that are looked at together, so that rows of one order meet. */
export const blockRows = 50;

/**
 * One of every `step` rows, in blocks that are spread evenly.
 * @example [...inBlocks(3, 1)] // [0, 1, 2]
 */
export function* inBlocks(length: number, step: number): Generator<number> {
  for (let start = 0; start < length; start += step * blockRows) {
    const from = Math.floor(start);
    for (let i = from; i < Math.min(from + blockRows, length); i++) yield i;
  }
}
