import type { TextDialect } from "./text/dialect.js";

/** Sampled records of one file, by name of the column. */
export interface FileRows {
  readonly names: readonly string[];
  readonly rows: readonly (readonly (string | null | undefined)[])[];
  readonly types: readonly string[];
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
