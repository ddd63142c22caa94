import { createHash } from "node:crypto";
import type { RecordBatch } from "apache-arrow";
import { ClvError } from "../../errors.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import type { Engine, RunTables, TableFingerprint, TableRef } from "../engine.js";
import { dropNamespace, tableIn } from "../run-namespace.js";
import {
  columnDefinitions,
  connectPostgres,
  type PostgresOptions,
  type PostgresStatements,
} from "./client.js";
import { postgresDialect } from "./dialect.js";
import { createSchema, holdSchema, prepareSchemas } from "./schemas.js";

export interface PostgresEngineOptions extends Omit<PostgresOptions, "schema" | "setUp"> {
  /** Of the run; made when missing. Sources in other schemas are named with theirs. */
  readonly schema: string;
  /** Someone else may be writing tables: make no schema, and remove nothing that was left behind. */
  readonly readOnly?: boolean;
}

/** A table while it is filled: nobody else can see it, since its transaction is not over. */
const unfinished = "~new";
/** Names longer than 63 bytes would be cut by the server. */
const nameBytes = 63 - unfinished.length;
const tableName = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Before the token in the comment of a materialized table. */
const tokenMark = "clv ";

/**
 * PostgreSQL (13 or later) as the engine: the tables of a run are in a schema of the run, and a table is replaced in one
 * transaction. They are logged: unlogged ones are written in half the time (0.3 s instead of 0.5 s for a million rows of
 * seven columns), but a server that crashes empties them, and a statement that is repeated then would find no rows.
 * Text is compared by its bytes, as in other engines: columns of the run have the collation "C".
 */
export async function openPostgres(options: PostgresEngineOptions): Promise<Engine> {
  const first = await connectPostgres({ ...options, schema: options.schema });
  const schemas = await prepareSchemas(first, options.schema, options.readOnly !== true).finally(() =>
    first.close(),
  );
  const { run, loaded } = schemas;
  const client = await connectPostgres({ ...options, schema: [loaded, run], setUp: holdSchema(loaded) });
  let loadedSchema: Promise<void> | null = null;
  /** Names that stand for selects of the user's tables. */
  const exposed = new Set<string>();
  let closed: Promise<void> | null = null;

  const inRun = (name: string): Sql => sql`${id(run)}.${id(name)}`;
  const inLoaded = (name: string): Sql => sql`${id(loaded)}.${id(name)}`;

  /** Puts a filled table in the place of the old one, with what the planner needs to know of it. */
  async function finish(on: PostgresStatements, schema: string, name: string, before: readonly Sql[]) {
    const table = sql`${id(schema)}.${id(name + unfinished)}`;
    const old = sql`drop table if exists ${id(schema)}.${id(name)}`;
    const renamed = sql`alter table ${table} rename to ${id(name)}`;
    const steps = [sql`analyze ${table}`, ...before, sql`set local lock_timeout = '60s'`, old, renamed];
    await on.execute(list(steps, ";\n"));
  }

  async function tokenOf(name: string): Promise<string | null> {
    const [row] = await client.rows(
      sql`select obj_description(to_regclass(${inRun(name).text}), 'pg_class') as mark`,
    );
    const mark = row?.mark;
    return typeof mark === "string" && mark.startsWith(tokenMark) ? mark.slice(tokenMark.length) : null;
  }

  async function close(): Promise<void> {
    await client.close();
    if (loadedSchema === null) return;
    // on a connection of its own: the others were perhaps cut; the next engine on the run removes what stays
    const last = await connectPostgres({ ...options, schema: run, waits: [] }).catch(() => null);
    await last?.execute(sql`drop schema if exists ${id(loaded)} cascade`).catch(() => undefined);
    await last?.close();
  }

  return {
    name: "postgres",
    dialect: postgresDialect,
    keepsOrder: false,
    readsFiles: false,
    rowsPerShard: null,
    rows: client.rows,
    query: client.query,
    describe: client.describe,

    async execute(statement: Sql, signal?: AbortSignal): Promise<void> {
      await client.execute(statement, signal);
    },

    async load(
      { name }: TableRef,
      batches: AsyncIterable<RecordBatch> | Iterable<RecordBatch>,
      signal?: AbortSignal,
    ): Promise<number> {
      checkName(name);
      const source = peeked(batches);
      try {
        const { schema } = await source.first(name);
        loadedSchema ??= createSchema(client, loaded).catch((error: unknown) => {
          loadedSchema = null;
          throw error;
        });
        await loadedSchema;
        const table = inLoaded(name + unfinished);
        const columns = schema.fields.map((field) => field.name);
        return await client.transaction(async (on) => {
          await on.execute(sql`create table ${table} (${columnDefinitions(schema)})`);
          const rows = await on.copyIn(table, columns, source.all(), signal);
          await finish(on, loaded, name, []);
          return rows;
        }, signal);
      } finally {
        await source.close();
      }
    },

    async materialize({ name }: TableRef, select: Sql, signal?: AbortSignal): Promise<number> {
      checkName(name);
      const table = inRun(name + unfinished);
      const create = sql`create table ${table} as
        ${select}`;
      const [made] = await client.rows(sql`select gen_random_uuid()::text as token`, signal);
      const token = String(made?.token);
      let rows: number | null = null;
      const replace = async (on: PostgresStatements): Promise<number> => {
        const count = await on.execute(create, signal);
        await byBytes(on, table);
        const mark = sql`comment on table ${table} is ${tokenMark + token}`;
        await finish(on, run, name, [mark, sql`drop table if exists ${inLoaded(name)}`]);
        return count;
      };
      return client.repeat(
        create.text,
        async () => {
          // a commit may have taken place whose answer was lost; the select may read the table that it replaces
          if (rows !== null && (await tokenOf(name)) === token) return rows;
          return client.transaction(async (on) => {
            rows = await replace(on);
            return rows;
          }, signal);
        },
        signal,
      );
    },

    /** A view among what is loaded, made on a connection that knows no schema of the run. */
    async expose({ name }: TableRef, select: Sql, signal?: AbortSignal): Promise<void> {
      checkName(name);
      await createSchema(client, loaded);
      loadedSchema ??= Promise.resolve();
      const plain = await connectPostgres({ ...options, schema: undefined });
      try {
        await plain.execute(sql`create or replace view ${inLoaded(name)} as ${select}`, signal);
        exposed.add(name);
      } finally {
        await plain.close();
      }
    },

    async rename(from: TableRef, to: TableRef): Promise<void> {
      checkName(to.name);
      if (from.name === to.name) return;
      await client.transaction(async (on) => {
        const old = [inLoaded(to.name), inRun(to.name)].map((table) => sql`drop table if exists ${table}`);
        const rename = sql`alter table ${inRun(from.name)} rename to ${id(to.name)}`;
        await on.execute(list([sql`set local lock_timeout = '60s'`, ...old, rename], ";\n"));
      });
    },

    async drop({ name }: TableRef): Promise<void> {
      if (exposed.delete(name))
        return void (await client.execute(sql`drop view if exists ${inLoaded(name)}`));
      const drops = [inLoaded(name), inRun(name)].map((table) => sql`drop table if exists ${table}`);
      const statement = list(drops, ";\n");
      await client.repeat(statement.text, () => client.execute(statement));
    },

    /** The token was written with the table; bytes and file change when someone else empties or refills it. */
    async fingerprint({ name }: TableRef): Promise<TableFingerprint | null> {
      const table = sql`to_regclass(${inRun(name).text})`;
      const token = await tokenOf(name);
      if (token === null) return null;
      const [row] = await client.rows(
        sql`select pg_relation_size(${table}) as bytes, pg_relation_filenode(${table}) as file`,
      );
      if (typeof row?.bytes !== "number") return null;
      const sha256 = createHash("sha256").update(`${token} ${row.file}`).digest("hex");
      return { bytes: row.bytes, sha256 };
    },

    async tables(): Promise<string[]> {
      const found = await client.rows(
        sql`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = ${run} and c.relkind = 'r' order by c.relname`,
      );
      return found.map(({ name }) => String(name));
    },
    tableFile: () => null,
    tableOf: ({ namespace }: RunTables, table: TableRef) => tableIn(namespace, table, client),
    dropTables: async ({ namespace }: RunTables) => void (await client.execute(dropNamespace(namespace))),

    /** The server reports nothing of a select that is under way. */
    progress: () => null,

    close(): Promise<void> {
      closed ??= close();
      return closed;
    },
  };
}

/** Columns made by CREATE TABLE AS have the collation of what they come from; changing it rewrites nothing. */
async function byBytes(on: PostgresStatements, table: Sql): Promise<void> {
  const others = await on.rows(
    sql`select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = ${table.text}::regclass and attnum > 0 and atttypid in ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype)
        and attcollation <> (select oid from pg_collation where collname = 'C' and collnamespace = 'pg_catalog'::regnamespace)`,
  );
  if (others.length === 0) return;
  const changes = others.map(
    ({ name, type }) => sql`alter column ${id(String(name))} type ${raw(String(type))} collate "C"`,
  );
  await on.execute(sql`alter table ${table} ${list(changes)}`);
}

function checkName(name: string): void {
  if (tableName.test(name) && name.length <= nameBytes) return;
  throw new ClvError(
    "ENGINE_REFUSED",
    `"${name}" cannot name a table: use letters, digits and _, at most ${nameBytes} of them`,
  );
}

/** Batches of which the first is looked at before all are read. */
function peeked(batches: AsyncIterable<RecordBatch> | Iterable<RecordBatch>) {
  const iterator =
    Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();
  let next: IteratorResult<RecordBatch, unknown> | null = null;
  return {
    async first(table: string): Promise<RecordBatch> {
      next = await iterator.next();
      if (!next.done) return next.value;
      throw new ClvError("ENGINE_REFUSED", `no record batch for table "${table}": its columns are unknown`);
    },
    async *all(): AsyncGenerator<RecordBatch, void> {
      for (; next !== null && !next.done; next = await iterator.next()) yield next.value;
    },
    async close(): Promise<void> {
      if (next?.done !== true) await iterator.return?.();
    },
  };
}
