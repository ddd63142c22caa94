import { id, lit, raw, type Sql, sql } from "../../sql/sql.js";
import { type PostgresClient, sqlState } from "./client.js";

/** The schemas of one engine on a run. */
export interface RunSchemas {
  /** Tables that outlive the engine. */
  readonly run: string;
  /** Tables that live as long as the engine; it comes first, and is made when a table is loaded. */
  readonly loaded: string;
}

/**
 * Prepares the schema of a run, and finds a name for the schema of what this engine loads: several engines may work on the
 * run at once, each with tables of its own. Every connection of an engine holds a shared lock on the name, so that what
 * engines left behind that were killed can be distinguished from those in use; a writer removes it.
 */
export async function prepareSchemas(
  client: PostgresClient,
  run: string,
  writer: boolean,
): Promise<RunSchemas> {
  const prefix = sql`'clv~' || left(md5(${run}), 16) || '~'`;
  if (writer) {
    await createSchema(client, run);
    const own = sql`select nspname as name from pg_namespace where starts_with(nspname, ${prefix}) and pg_get_userbyid(nspowner) = current_user`;
    for (const { name } of await client.rows(own)) await removeUnlessHeld(client, String(name));
  }
  const [row] = await client.rows(sql`select ${prefix} || left(gen_random_uuid()::text, 8) as name`);
  return { run, loaded: String(row?.name) };
}

/** What every connection of an engine begins with, so that its schema is left alone. */
export function holdSchema(schema: string): Sql {
  return sql`select pg_advisory_lock_shared(${lockKey(schema)})`;
}

/** Asks first: who may not create schemas may still use one that was made for them. */
export async function createSchema(client: PostgresClient, schema: string): Promise<void> {
  const known = await client.rows(sql`select 1 from pg_namespace where nspname = ${schema}`);
  if (known.length > 0) return;
  await client.execute(sql`create schema if not exists ${id(schema)}`).catch((error: unknown) => {
    // someone else made it just now
    if (sqlState(error) !== "23505" && sqlState(error) !== "42P06") throw error;
  });
}

async function removeUnlessHeld(client: PostgresClient, schema: string): Promise<void> {
  await client.transaction(async (on) => {
    const [row] = await on.rows(sql`select pg_try_advisory_xact_lock(${lockKey(schema)}) as free`);
    if (row?.free === true) await on.execute(sql`drop schema if exists ${id(schema)} cascade`);
  });
}

function lockKey(schema: string): Sql {
  return sql`hashtextextended(${lit(schema)}, ${raw("0")})`;
}
