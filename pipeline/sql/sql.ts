/**
 * A fragment of SQL text. Values enter only through `sql`, `id`, `lit` and `list`, which quote them, so that
 * a fragment can be pasted into another one and a statement can be read as it will run.
 */
export interface Sql {
  readonly kind: "sql";
  readonly text: string;
}

export type SqlValue = Sql | string | number | bigint | boolean | null;

/** Text that is already SQL: only for constants written in this code base, never for input. */
export function raw(text: string): Sql {
  return { kind: "sql", text };
}

/** A quoted identifier: `id("order")` is `"order"`. */
export function id(name: string): Sql {
  return raw(`"${name.replaceAll('"', '""')}"`);
}

/** A literal. Strings are quoted, numbers must be finite. */
export function lit(value: Exclude<SqlValue, Sql>): Sql {
  if (value === null) return raw("NULL");
  if (typeof value === "string") return raw(`'${value.replaceAll("'", "''")}'`);
  if (typeof value === "number" && !Number.isFinite(value))
    throw new RangeError(`not a finite number: ${value}`);
  return raw(String(value));
}

/** A double to its last digit: of a text, since a number with a point is a decimal first, which DuckDB rounds otherwise. */
export function double(value: number | null): Sql {
  return sql`cast(${value === null ? null : lit(`${value}`)} as double precision)`;
}

/** Fragments joined by a separator (default a comma). */
export function list(items: Iterable<Sql>, separator = ", "): Sql {
  return raw([...items].map((s) => s.text).join(separator));
}

/** ``sql`select ${id(c)} from t where d = ${"1997-01-01"}` ``: nested fragments as they are, everything else as a literal; backslashes are kept. */
export function sql(strings: TemplateStringsArray, ...values: SqlValue[]): Sql {
  let text = strings.raw[0] ?? "";
  values.forEach((value, i) => {
    text += (isSql(value) ? value : lit(value)).text + (strings.raw[i + 1] ?? "");
  });
  return raw(text);
}

export const empty: Sql = raw("");

function isSql(value: SqlValue): value is Sql {
  return typeof value === "object" && value !== null;
}
