import { type Sql, sql } from "../sql/sql.js";

/** How far structures within structures are columns of their own, as with JSON. */
const deepest = 3;

/** A column, or a field of a structure, that holds a plain value. */
export interface PlainColumn {
  /** The names that lead to it, with dots between them. */
  readonly name: string;
  readonly type: string;
  readonly value: Sql;
}

/** The plain values of a column: itself, or the fields of a STRUCT; structures below the third level are left out. */
export function plainColumns(name: string, type: string, value: Sql, depth = 1): PlainColumn[] {
  const fields = structFields(type);
  if (fields === null) return [{ name, type, value }];
  if (depth === deepest) return [];
  return fields.flatMap((field) =>
    plainColumns(
      `${name}.${field.name}`,
      field.type,
      sql`struct_extract(${value}, ${field.name})`,
      depth + 1,
    ),
  );
}

/**
 * The fields of a type as DuckDB writes it; null for what is no structure.
 * @example structFields("STRUCT(id BIGINT, \"a b\" DECIMAL(10,2)[])") // [{ name: "id", type: "BIGINT" }, { name: "a b", type: "DECIMAL(10,2)[]" }]
 */
export function structFields(type: string): { readonly name: string; readonly type: string }[] | null {
  const inner = /^STRUCT\((.*)\)$/s.exec(type)?.[1];
  if (inner === undefined) return null;
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let quoted = false;
  for (let i = 0; i < inner.length; i++) {
    const c = inner[i];
    if (c === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (c === "(") depth++;
    else if (c === ")") depth--;
    else if (c === "," && depth === 0) {
      parts.push(inner.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(inner.slice(from));
  return parts.map((part) => {
    const [, quotedName, plain, rest] = /^\s*(?:"((?:[^"]|"")*)"|(\S+))\s+(.*)$/s.exec(part) ?? [];
    return { name: quotedName?.replaceAll('""', '"') ?? plain ?? "", type: rest ?? "" };
  });
}
