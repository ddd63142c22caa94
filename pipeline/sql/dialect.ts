import type { Sql } from "./sql.js";

/** What a source column holds, as far as parsing it goes. */
export type SourceType = "text" | "number" | "date" | "timestamp" | "timestamptz";

export interface DayFormat {
  /** iso, yyyymmdd, epoch, epoch-ms or a strptime pattern */
  readonly format: string;
  /** zone in which a day begins */
  readonly timeZone: string;
  /** zone of times that carry none */
  readonly sourceTimeZone: string;
}

/** What differs between engines in otherwise equal statements. Each member returns one expression. */
export interface Dialect {
  readonly name: "duckdb" | "postgres" | "spark";
  /** The table of the run with this name, usable after FROM. */
  table(name: string): Sql;
  /** DATE in the configured zone, or NULL when the value cannot be read. */
  parseDay(value: Sql, type: SourceType, format: DayFormat): Sql;
  /** Whether a value that is no date has the form of one, as 2024-02-30 has. */
  looksLikeDate(value: Sql, format: string): Sql;
  /**
   * DECIMAL with this scale and at least ten digits before the point, or NULL when the value cannot be read as a number
   * or is too large for that. The product of two with scale 8 never overflows.
   */
  parseDecimal(value: Sql, type: SourceType, decimalSeparator: "." | ",", scale: 4 | 8): Sql;
  /** A number as DECIMAL(18,4), or NULL when it is too large for that. */
  tryDecimal(value: Sql): Sql;
  /** Whether a value is a number at all, however large. */
  isNumber(value: Sql, type: SourceType, decimalSeparator: "." | ","): Sql;
  /** The value as trimmed text, NULL when it is empty or one of the tokens for a missing value. */
  cleanText(value: Sql, nullTokens: readonly string[]): Sql;
  /** A 64-bit hash of several columns. */
  hash(values: readonly Sql[]): Sql;
  /** Whole days from one date to a later one. */
  daysBetween(from: Sql, to: Sql): Sql;
  /** The value on the row with the smallest key. */
  firstBy(value: Sql, key: Sql): Sql;
}
