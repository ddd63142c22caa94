import type { PostgresClient, PostgresStatements } from "../../engines/postgres/client.js";
import { id, sql } from "../../sql/sql.js";
import { changes, type Relation, type Wanted } from "./changes.js";
import type { PublishedColumn } from "./columns.js";
import { lockSchema, withBriefLocks } from "./retry.js";

/** 60 s: readers of a table that gains columns are rarely longer, and a publish should not hang. */
const patienceSeconds = 60;

/**
 * Creates what is missing in a schema, and the schema: tables, columns that are new, views over them, and comments on
 * all that was created. Nothing that exists loses anything, so what people built on it stays: a column that is no longer
 * published is NULL in new slices.
 * @throws ClvError SINK_REFUSED when a table has another kind or a column another type
 */
export async function prepareTables(
  client: PostgresClient,
  schema: string,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<void> {
  const [found] = await client.rows(sql`select 1 as one from pg_namespace where nspname = ${schema}`, signal);
  if (!found) await client.execute(sql`create schema if not exists ${id(schema)}`, signal);
  // one relation a transaction: a reader holds a view while it waits for the table below, and would never give it way
  const what = `the tables of schema "${schema}"`;
  const step = (tx: PostgresStatements): Promise<boolean> => changeNext(tx, schema, wanted);
  while (await withBriefLocks(client, what, patienceSeconds, step, signal));
}

/** Changes the first relation that is not as it has to be; returns whether there was one. */
async function changeNext(tx: PostgresStatements, schema: string, wanted: Wanted): Promise<boolean> {
  await lockSchema(tx, schema);
  const [next] = changes(schema, wanted, await readRelations(tx, schema));
  for (const statement of next ?? []) await tx.execute(statement);
  return next !== undefined;
}

async function readRelations(tx: PostgresStatements, schema: string): Promise<Map<string, Relation>> {
  const rows =
    await tx.rows(sql`select c.relname, c.relkind::text as relkind, case when c.relkind = 'v' then pg_get_viewdef(c.oid) end as definition, a.attname, format_type(a.atttypid, a.atttypmod) as type
from pg_class c join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where n.nspname = ${schema} and c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relname like 'clv\_%' and not c.relispartition
order by c.relname, a.attnum`);
  const relations = new Map<string, { kind: string; definition: string; columns: PublishedColumn[] }>();
  for (const row of rows) {
    const name = String(row.relname);
    const relation = relations.get(name) ?? {
      kind: String(row.relkind),
      definition: String(row.definition ?? ""),
      columns: [],
    };
    relation.columns.push({ name: String(row.attname), type: String(row.type) });
    relations.set(name, relation);
  }
  return relations;
}
