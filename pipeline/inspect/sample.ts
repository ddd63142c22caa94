import type { TextDialect } from "../sources/text/dialect.js";

/** One column of a sample: texts without blanks around them, null where a value is missing. */
export interface SampledColumn {
  readonly name: string;
  /** From 1. */
  readonly position: number;
  /** Type in a typed file, such as DATE or DOUBLE; null in text. */
  readonly type: string | null;
  readonly values: readonly (string | null)[];
}

/** Rows spread over the files of a log. */
export interface Sample {
  readonly columns: readonly SampledColumn[];
  readonly rows: number;
  /** Sampled lines that cannot be split into the columns; not among `rows`. */
  readonly unsplittable: number;
  /** Every row of the log is in the sample. */
  readonly whole: boolean;
  /** Rows of the log; null where only reading it all would show it. */
  readonly totalRows: number | null;
  /** How the text is written, by the first file; null for other formats. */
  readonly dialect: TextDialect | null;
  /** Table of a DuckDB file that was read. */
  readonly table: string | null;
  readonly warnings: readonly string[];
}

/** Rows as columns; `names` holds the name of each field. */
export function columnsOf(
  names: readonly string[],
  rows: readonly (readonly (string | null | undefined)[])[],
  missing: ReadonlySet<string>,
  types: readonly (string | null)[] = [],
): SampledColumn[] {
  return names.map((name, i) => ({
    name,
    position: i + 1,
    type: types[i] ?? null,
    values: rows.map((row) => {
      const text = row[i]?.trim() ?? "";
      return missing.has(text) ? null : text;
    }),
  }));
}
