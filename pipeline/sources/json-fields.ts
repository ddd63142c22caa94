import { type Sql, sql } from "../sql/sql.js";
import type { OfferedColumn } from "./offered-column.js";

/** How far objects within objects are columns of their own. */
const deepest = 3;

/** A value of JSON records by the keys that lead to it. */
export interface JsonField {
  /** The keys, with dots between them. */
  readonly name: string;
  readonly keys: readonly string[];
  /** Whether it may hold an object, which is no value of a column. */
  readonly mayBeObject: boolean;
}

/**
 * The plain values of a record by name; what is in an object within it has the keys with dots between them as its name. A key
 * that holds a dot itself goes before those.
 * @example [...jsonLeaves({ id: 7, customer: { id: 9 } })].map(([name, { value }]) => `${name}=${value}`) // ["id=7", "customer.id=9"]
 */
export function jsonLeaves(
  record: Readonly<Record<string, unknown>>,
): Map<string, { readonly keys: readonly string[]; readonly value: unknown }> {
  const leaves = new Map<string, { keys: readonly string[]; value: unknown }>();
  const walk = (object: Readonly<Record<string, unknown>>, above: readonly string[]): void => {
    for (const [key, value] of Object.entries(object)) {
      const keys = [...above, key];
      if (isObject(value)) {
        if (keys.length < deepest) walk(value, keys);
        continue;
      }
      const name = keys.join(".");
      if ((leaves.get(name)?.keys.length ?? Number.POSITIVE_INFINITY) > keys.length)
        leaves.set(name, { keys, value });
    }
  };
  walk(record, []);
  return leaves;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** A record of JSON; null for what is none. */
export function jsonRecord(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The fields of records, in the order of their appearance, and the keys that records begin with. */
export function jsonFields(records: Iterable<Readonly<Record<string, unknown>>>): {
  readonly fields: readonly JsonField[];
  readonly keys: readonly string[];
} {
  const found = new Map<string, { keys: readonly string[]; isKnown: boolean }>();
  const objects = new Set<string>();
  const keys = new Set<string>();
  for (const record of records) {
    for (const [key, value] of Object.entries(record)) {
      keys.add(key);
      if (isObject(value)) objects.add(key);
    }
    for (const [name, leaf] of jsonLeaves(record)) {
      const known = found.get(name);
      const isKnown = (known?.isKnown ?? false) || leaf.value !== null;
      const shorter = known === undefined || leaf.keys.length < known.keys.length;
      found.set(name, { keys: shorter ? leaf.keys : known.keys, isKnown });
    }
  }
  const fields = [...found].flatMap(([name, field]): JsonField[] => {
    // a key that holds nothing but objects and nulls is no column
    if (!field.isKnown && objects.has(name)) return [];
    return [
      { name, keys: field.keys, mayBeObject: !field.isKnown || objects.has(name) || field.keys.length > 1 },
    ];
  });
  return { fields, keys: [...keys] };
}

/** The columns of JSON texts, which are `text`. */
export function jsonColumns(fields: readonly JsonField[], text: Sql): OfferedColumn[] {
  return fields.map(({ name, keys, mayBeObject }): OfferedColumn => {
    const pointer = jsonPointer(keys);
    const value = sql`${text} ->> ${pointer}`;
    const plain = mayBeObject
      ? sql`case when json_type(${text}, ${pointer}) = 'OBJECT' then null else ${value} end`
      : value;
    return { name, value: sql`case when json_valid(${text}) then ${plain} end`, type: "text" };
  });
}

/** All that a JSON text holds, to know identical rows by. */
export function jsonIdentity(keys: readonly string[], text: Sql): Sql[] {
  return keys.map((key) => sql`case when json_valid(${text}) then ${text} ->> ${jsonPointer([key])} end`);
}

/** RFC 6901: unlike a path, it can name any key. */
function jsonPointer(keys: readonly string[]): string {
  return keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
