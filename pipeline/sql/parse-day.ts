import type { Dialect } from "./dialect.js";
import type { SourceColumn } from "./parse-rows.js";
import { list, raw, type Sql, sql } from "./sql.js";

/** How the dates of a log are written, and in which zones. */
export interface DaySettings {
  /** Tried in this order. */
  readonly formats: readonly string[];
  readonly timeZone: string;
  readonly sourceTimeZone: string;
}

/**
 * The day by the first format that reads a text. Those for years of two digits come first: they read no text with four, whereas
 * others would take two digits for a year of the first century.
 */
export function dayOf(dialect: Dialect, { value, type }: SourceColumn, settings: DaySettings): Sql {
  const { formats, ...zones } = settings;
  const isShort = (format: string): boolean => format.includes("%y");
  const ordered = [...formats.filter(isShort), ...formats.filter((format) => !isShort(format))];
  const days = ordered.map((format) => dialect.parseDay(value, type, { format, ...zones }));
  if (days.length === 1 || type !== "text") return days[0] ?? raw("null");
  return sql`coalesce(${list(days)})`;
}

/** Whether a value that is no date has one of the forms. */
export function looksLikeDate(dialect: Dialect, value: Sql, formats: readonly string[]): Sql {
  return list(
    formats.map((format) => dialect.looksLikeDate(value, format)),
    " or ",
  );
}
