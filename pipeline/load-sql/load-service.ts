import type { LoadColumn } from "./load-column.js";

/** A slice of clv_scores_history that lies in a bucket, and where it goes. */
export interface Slice {
  readonly columns: readonly LoadColumn[];
  /** yyyy-mm-dd */
  readonly asOf: string;
  readonly customers: number;
  /** The folder of the slice's Parquet files in the bucket, without a slash at its end. */
  readonly folder: string;
  /** Dataset, schema or database of the tables, perhaps with the project or catalogue before it. */
  readonly schema: readonly string[];
}

/** A warehouse that loads Parquet files from a bucket by statements of its own. */
export interface LoadService {
  readonly title: string;
  /** A bucket's folder that people replace by theirs. */
  readonly placeholder: string;
  /** How far the statements were checked, for people who are about to trust them. */
  readonly checked: string;
  /** What else people replace, and how they run the file. */
  readonly notes: readonly string[];
  /** Each with what it does. */
  statements(slice: Slice): readonly Step[];
}

export interface Step {
  readonly does: string;
  readonly sql: readonly string[];
}

export const tableComment = "Customer lifetime value: one row a customer and as-of date";
export const history = "clv_scores_history";
export const staging = "clv_scores_staging";
export const latest = "clv_scores";

/** Names joined by dots, quoted by `quote`. */
export function qualified(quote: (name: string) => string, schema: readonly string[], table: string): string {
  return [...schema, table].map(quote).join(".");
}

/** Lines of a list, one item each. */
export function lines(items: readonly string[]): string {
  return items.map((item) => `  ${item}`).join(",\n");
}

/** The columns of the files: a partition's files hold all but as_of. */
export function inFile(columns: readonly LoadColumn[]): LoadColumn[] {
  return columns.filter(({ name }) => name !== "as_of");
}

/** A literal of standard SQL. Callers pass texts without backslashes, which services read in different ways. */
export function text(value: string): string {
  if (value.includes("\\")) throw new RangeError("a text with a backslash");
  return `'${value.replaceAll("'", "''")}'`;
}
