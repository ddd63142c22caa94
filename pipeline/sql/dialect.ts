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

/** A value under the name that people know it by. */
export interface NamedValue {
  readonly name: string;
  readonly value: Sql;
}

/** What differs between engines in otherwise equal statements. Each member returns one expression unless said otherwise. */
export interface Dialect {
  readonly name: "duckdb" | "postgres" | "spark";
  /**
   * The whole statement with the names of types as this engine spells them: statements say varchar, double precision and
   * timestamp (without a zone). Its engine applies this to everything that it runs; twice does no harm.
   */
  spell(statement: Sql): Sql;
  /** The table of the run with this name, usable after FROM. */
  table(name: string): Sql;
  /** Stands at the end of a subquery whose columns are to be worked out once, however often they are read outside. */
  readonly fence: Sql;
  /**
   * DATE in the configured zone, or NULL when the value cannot be read.
   * @throws RangeError when the format has a directive that this engine cannot read
   */
  parseDay(value: Sql, type: SourceType, format: DayFormat): Sql;
  /** Whether a value that is no date has the form of one, as 2024-02-30 has. */
  looksLikeDate(value: Sql, format: string): Sql;
  /**
   * DECIMAL with this scale and at least ten digits before the point, or NULL when the value cannot be read as a number
   * or is too large for that. The product of two with scale 8 never overflows.
   * @param base where it is given, a text in another currency is no number
   */
  parseDecimal(value: Sql, type: SourceType, decimalSeparator: "." | ",", scale: 4 | 8, base?: string): Sql;
  /** A double as DECIMAL(18,4), half a unit away from zero; NULL when it is too large for that. */
  tryDecimal(value: Sql): Sql;
  /** Whether a value is a number at all, however large. */
  isNumber(value: Sql, type: SourceType, decimalSeparator: "." | ",", base?: string): Sql;
  /** The value as trimmed text, NULL when it is empty or one of the tokens for a missing value. Compared by its bytes. */
  cleanText(value: Sql, nullTokens: readonly string[]): Sql;
  /** Whether a text has the form of a regular expression that all engines read alike, without backslashes. */
  matches(text: Sql, pattern: string): Sql;
  /** The text in Unicode's composed form (NFC); null where the engine has no such function. */
  normalForm(text: Sql): Sql | null;
  /** Text that is compared and ordered by its bytes, whatever the language of the database. */
  byBytes(text: Sql): Sql;
  /** A 64-bit hash of several columns; each engine has its own. */
  hash(values: readonly Sql[]): Sql;
  /** The first 32 bits of the MD5 of a text's UTF-8 bytes as a BIGINT: the same on every engine. */
  textHash(text: Sql): Sql;
  /** SHA-256 of a text's UTF-8 bytes in small hexadecimal digits: the same on every engine. */
  sha256(text: Sql): Sql;
  /** How many letters have to change until two texts are the same; null where the engine cannot tell. */
  textDistance(a: Sql, b: Sql): Sql | null;
  /** How many bits of a BIGINT of 0 or more are set, as an INTEGER. */
  bitCount(bits: Sql): Sql;
  /** Whole days from one date to a later one. */
  daysBetween(from: Sql, to: Sql): Sql;
  /** The value on the row with the smallest key among those that have a value. */
  firstBy(value: Sql, key: Sql): Sql;
  /** The columns in this order as the text of a JSON object; a missing value is null. */
  rowJson(columns: readonly NamedValue[]): Sql;
}
