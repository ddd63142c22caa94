import type { Dialect } from "./dialect.js";
import { foldId, foldingOrder, type IdFolding } from "./fold-id.js";
import { list, lit, raw, type Sql, sql } from "./sql.js";

const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * The id that all spellings of it share, as `foldId` makes it.
 * @throws RangeError for a folding that the engine does not have
 */
export function foldedId(dialect: Dialect, id: Sql, foldings: readonly IdFolding[]): Sql {
  return foldingOrder
    .filter((each) => foldings.includes(each))
    .reduce((text, each) => folded(dialect, text, each), id);
}

function folded(dialect: Dialect, id: Sql, folding: IdFolding): Sql {
  switch (folding) {
    case "unicode":
      return normalForm(dialect, id);
    case "decimals":
      return sql`case when ${dialect.matches(id, "^[0-9]+[.]0+$")} then regexp_replace(${id}, '[.]0+$', '') else ${id} end`;
    case "leading-zeros":
      return sql`case when ${dialect.matches(id, "^0+[1-9][0-9]*$")} then regexp_replace(${id}, '^0+', '') else ${id} end`;
    case "email-case":
      return sql`case when ${id} like '%@%' then ${lower(id)} else ${id} end`;
    case "case":
      return lower(id);
  }
}

const lower = (id: Sql): Sql => sql`translate(${id}, ${capitals}, ${capitals.toLowerCase()})`;

function normalForm(dialect: Dialect, id: Sql): Sql {
  const form = dialect.normalForm(id);
  if (form === null) throw new RangeError(`${dialect.name} has no function for Unicode forms`);
  return form;
}

/** Whether an id is one of the texts that stand for nobody, in any case. */
export function isPlaceholder(id: Sql, placeholders: readonly string[]): Sql | null {
  if (placeholders.length === 0) return null;
  // what engines leave of capitals beyond A to Z, as in INVITÉ
  const spelt = (text: string): string => foldId(text, ["case"]);
  const known = [
    ...new Set(placeholders.flatMap((text) => [text.toLowerCase(), spelt(text), spelt(text.toUpperCase())])),
  ].sort();
  return sql`${lower(id)} in (${list(known.map(lit))})`;
}

/** How many customers have an id that equals another one's but for case, `.0`, leading zeros or Unicode form: n. */
export function similarIds(dialect: Dialect, customers: Sql): Sql {
  const normal = dialect.normalForm(raw("customer_id")) ?? raw("customer_id");
  const spelling = foldedId(dialect, normal, ["decimals", "leading-zeros", "case"]);
  return sql`select cast(coalesce(sum(n), 0) as bigint) as n
from (select count(*) as n from (select ${spelling} as spelling from ${customers} c) k group by spelling having count(*) > 1) g`;
}

/** The orders of the customer who has most of them, and those of all: most, orders. */
export function mostOrders(customers: Sql): Sql {
  return sql`select max(orders) as most, cast(sum(orders) as bigint) as orders from ${customers}`;
}
