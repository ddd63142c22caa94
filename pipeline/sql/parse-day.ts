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
 * The day by the first format that reads a text. With several, one that would take the two digits of a year for a year of
 * the first century leaves it to the others.
 */
export function dayOf(dialect: Dialect, { value, type }: SourceColumn, settings: DaySettings): Sql {
  const { formats, ...zones } = settings;
  const days = formats.map((format) => dialect.parseDay(value, type, { format, ...zones }));
  if (days.length === 1 || type !== "text") return days[0] ?? raw("null");
  return sql`coalesce(${list(days.map((day) => sql`case when ${day} >= date '1000-01-01' then ${day} end`))})`;
}

/** Whether a value that is no date has one of the forms. */
export function looksLikeDate(dialect: Dialect, value: Sql, formats: readonly string[]): Sql {
  return list(
    formats.map((format) => dialect.looksLikeDate(value, format)),
    " or ",
  );
}
