import type { Dialect } from "./dialect.js";
import type { SourceColumn } from "./parse-rows.js";
import { list, lit, raw, type Sql, sql } from "./sql.js";

/** A column of the source and the values with which a row does not count. */
export interface ExcludedColumn {
  readonly column: SourceColumn;
  readonly values: readonly string[];
}

/** Whether a row does not count: one of the columns has one of its values, without regard to case and blanks around. */
export function isExcluded(dialect: Dialect, excluded: readonly ExcludedColumn[]): Sql {
  if (excluded.length === 0) return raw("FALSE");
  return list(
    excluded.map(({ column, values }) => {
      const text = dialect.cleanText(column.text ?? column.value, []);
      const wanted = [...new Set(values.flatMap(spellings))].map(lit);
      return sql`coalesce(lower(${text}), '') in (${list(wanted)})`;
    }),
    " or ",
  );
}

/**
 * What lower() may make of a text that means the value. A database whose collation is C leaves letters beyond ASCII as they
 * are, so that the capital ones are asked for as well.
 * @example spellings("Annulé") // ["annulé", "annulÉ"]
 */
export function spellings(value: string): string[] {
  const clean = value.trim();
  const forms = [clean, clean.toLowerCase(), clean.toUpperCase()];
  const inAscii = forms.map((form) => form.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
  return [...new Set([clean.toLowerCase(), ...inAscii])];
}
