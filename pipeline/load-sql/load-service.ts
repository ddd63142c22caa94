import { customerHistory, historyDates, horizonsIn } from "../sql/customer-history.js";
import { raw } from "../sql/sql.js";
import type { ColumnKind, LoadColumn } from "./load-column.js";

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
const latest = "clv_scores";

/** Quotes a name as a service does. */
export type Quote = (name: string) => string;

/** The tables of a schema by their names, which are quoted and joined by dots. */
export function tablesOf(quote: Quote, schema: readonly string[]): Quote {
  return (table) => [...schema, table].map(quote).join(".");
}

/** Columns as a table that takes the files defines them. */
export function fileColumns(
  columns: readonly LoadColumn[],
  quote: Quote,
  types: Readonly<Record<ColumnKind, string>>,
): string {
  return lines(inFile(columns).map((c) => `${quote(c.name)} ${types[c.kind]}`));
}

/** The columns of the slice, and their values from the files, with the day that the files lack. */
export function columnsAndValues(columns: readonly LoadColumn[], quote: Quote, day: string): string {
  const values = columns.map((c) => (c.name === "as_of" ? day : quote(c.name)));
  return `(\n${lines(columns.map((c) => quote(c.name)))}\n)\nSELECT\n${lines(values)}`;
}

/** Statements that put what lies in a staging table in the place of the slice. */
export function replaceSlice({ columns, asOf }: Slice, quote: Quote, table: Quote, from: string): string[] {
  const day = `DATE ${text(asOf)}`;
  return [
    `DELETE FROM ${table(history)} WHERE ${quote("as_of")} = ${day}`,
    `INSERT INTO ${table(history)} ${columnsAndValues(columns, quote, day)}\nFROM ${from}`,
  ];
}

/** @param clause what the service has between the name and AS */
export function latestView(quote: Quote, table: Quote, more = "", clause = ""): Step {
  return {
    does: `The scores of the latest as-of date${more}`,
    sql: [
      `CREATE OR REPLACE VIEW ${table(latest)}${clause} AS
SELECT * FROM ${table(history)}
WHERE ${quote("as_of")} = (SELECT MAX(${quote("as_of")}) FROM ${table(history)})`,
    ],
  };
}

/**
 * The view of each customer from date to date, over the horizons of these columns.
 * @param more what the service has between the name and AS, and at the end
 */
export function customerView(
  columns: readonly LoadColumn[],
  table: Quote,
  more: { readonly clause?: string; readonly end?: string } = {},
): Step {
  const scores = { relation: raw(table(history)), horizons: horizonsIn(columns) };
  const select = customerHistory(scores, scores, historyDates(scores.relation)).text;
  return {
    does: "Each customer at every as-of date over the longest horizon, and what changed since the date before",
    sql: [
      `CREATE OR REPLACE VIEW ${table("clv_customer_history")}${more.clause ?? ""} AS\n${select}${more.end ?? ""}`,
    ],
  };
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
