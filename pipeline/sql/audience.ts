import type { Dialect } from "./dialect.js";
import { list, raw, type Sql, sql } from "./sql.js";

/** What identifies people to who receives a list of them. */
export type IdentityKind = "email" | "phone" | "id";

export interface AudienceOptions {
  /** an expression over customers c */
  readonly identity: Sql;
  readonly kind: IdentityKind;
  /** Whether a number is written without its +. */
  readonly digitsOnly: boolean;
  /** conditions over rows a of the table of customers by segment or action */
  readonly conditions: readonly Sql[];
}

/** The customers of an audience: value_hash, null where nothing identifies them, and id_hash, in the order of value_hash. */
export function audienceRows(dialect: Dialect, customers: Sql, marts: Sql, o: AudienceOptions): Sql {
  const value = normalized(o.identity, o);
  const text = dialect.byBytes(sql`case when ${value} <> '' then ${dialect.sha256(value)} end`);
  return sql`select ${text} as value_hash, ${dialect.sha256(normalized(raw("c.customer_id"), { kind: "id", digitsOnly: false }))} as id_hash
from ${customers} c join ${marts} a on a.customer_id = c.customer_id where ${list([sql`1 = 1`, ...o.conditions], " and ")} order by value_hash`;
}

/** Signs that people write between the digits of a number. */
const between = [" ", "-", "(", ")", ".", "/"];

/** Trimmed and in small letters; of a number its digits and +, for 00 too. */
function normalized(value: Sql, { kind, digitsOnly }: Pick<AudienceOptions, "kind" | "digitsOnly">): Sql {
  const plain = sql`lower(trim(${value}))`;
  if (kind !== "phone") return plain;
  const digits = [...between, ...(digitsOnly ? ["+"] : [])].reduce(
    (text, sign) => sql`replace(${text}, ${sign}, '')`,
    plain,
  );
  return sql`case when ${digits} like '00%' then ${digitsOnly ? raw("''") : raw("'+'")} || substr(${digits}, 3) else ${digits} end`;
}
