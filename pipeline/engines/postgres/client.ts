import type { RecordBatch } from "apache-arrow";
import { ClvError } from "../../errors.js";
import { id, list, type Sql, sql } from "../../sql/sql.js";
import type { PostgresConnection } from "./connection.js";
import { connectionLost, repeatable } from "./errors.js";
import { defaultWaits, PostgresPool } from "./pool.js";
import { postgresSettings } from "./settings.js";
import { type PostgresStatements, postgresStatements } from "./statements.js";

export { sqlState } from "./errors.js";
export type { PostgresStatements } from "./statements.js";
export { columnDefinitions } from "./types.js";

export interface PostgresOptions {
  /**
   * The variable that holds the URL; default CLV_POSTGRES_URL, and where that is not set the PG* variables of libpq alone:
   * see `postgresSettings` for them and for sslmode.
   */
  readonly connection?: string | undefined;
  /** The environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** 0 for none; default: what the server sets for the role. */
  readonly statementTimeoutSeconds?: number | undefined;
  /** What the server shows of the connections; default clv. */
  readonly applicationName?: string | undefined;
  /** Made current on every connection, the first before the others; nothing but these and pg_catalog is. */
  readonly schema?: string | readonly string[] | undefined;
  /** Memory of one sort or hash, e.g. "256MB"; default: the server's. */
  readonly workMem?: string | undefined;
  /** Further statements that every connection begins with. */
  readonly setUp?: Sql | undefined;
  /** Called when a connection is tried again. */
  readonly warn?: ((message: string) => void) | undefined;
  /** Seconds before each further try when the server cannot be reached; default five within half a minute. */
  readonly waits?: readonly number[] | undefined;
}

export interface PostgresClient extends PostgresStatements {
  /**
   * All of `work` on one connection between begin and commit, one statement after the other; rolled back when it throws or
   * the signal has fired. It is not repeated: a connection that breaks during the commit leaves open whether it took place.
   */
  transaction<T>(work: (on: PostgresStatements) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Runs `work`, and again when the connection breaks or other transactions are in the way: it must be able to bear that. */
  repeat<T>(what: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Stops what runs. Afterwards statements are refused. */
  close(): Promise<void>;
}

/**
 * Connects, trying again for half a minute when the server cannot be reached. Statements that overlap get connections of
 * their own. A pooler between must keep a connection for a session, since settings belong to it.
 * @throws ClvError CONFIG_INVALID, ENGINE_UNREACHABLE, ENGINE_DENIED
 */
export async function connectPostgres(options: PostgresOptions): Promise<PostgresClient> {
  const { env, connection: variable, statementTimeoutSeconds: timeoutSeconds = 0 } = options;
  const known = await postgresSettings(env, variable);
  const settings = { ...known, applicationName: options.applicationName ?? known.applicationName ?? "clv" };
  const session = { settings, setUp: setUp(options), timeoutSeconds };
  const pool = new PostgresPool(session, options.waits ?? defaultWaits, options.warn ?? (() => undefined));
  const statementsOn = (connection: PostgresConnection) => postgresStatements(connection, settings.place);
  let closed: Promise<void> | null = null;

  const once = <T>(what: string, work: (on: PostgresStatements) => Promise<T>, signal?: AbortSignal) =>
    pool.use(what, (connection) => work(statementsOn(connection)), signal);
  const reading = <T>(what: string, work: (on: PostgresStatements) => Promise<T>, signal?: AbortSignal) =>
    pool.repeat(what, () => once(what, work, signal), connectionLost, signal);

  await pool
    .use("", async () => undefined)
    .catch(async (error: unknown) => {
      await pool.close();
      throw error;
    });
  return {
    place: settings.place,
    execute: (statement, signal) => once(statement.text, (on) => on.execute(statement, signal), signal),
    rows: (select, signal) => reading(select.text, (on) => on.rows(select, signal), signal),
    describe: (select) => reading(select.text, (on) => on.describe(select)),
    copyIn: (table, columns, batches, signal) =>
      once(`copy ${table.text}`, (on) => on.copyIn(table, columns, batches, signal), signal),

    async *query(select, signal) {
      const { text } = select;
      const start = async () => {
        const connection = await pool.take(text, signal);
        const batches = statementsOn(connection).query(select, signal);
        try {
          return { connection, batches, first: await batches.next() };
        } catch (error) {
          await pool.release(connection);
          throw error;
        }
      };
      const { connection, batches, first } = await pool.repeat(text, start, connectionLost, signal);
      let next: IteratorResult<RecordBatch, void> = first;
      try {
        for (; !next.done; next = await batches.next()) yield next.value;
      } finally {
        // the rest of an unfinished result would have to be read before the next statement
        if (!next.done) await connection.destroy();
        await batches.return();
        await pool.release(connection);
      }
    },

    transaction: (work, signal) =>
      pool.use(
        "begin",
        async (connection) => {
          const { client } = connection;
          await connection.step("begin", () => client.query("begin"), signal);
          try {
            const result = await work(statementsOn(connection));
            const { command } = await connection.step("commit", () => client.query("commit"), signal);
            if (command === "ROLLBACK")
              throw new ClvError(
                "ENGINE_REFUSED",
                "a statement of the transaction had failed: it was rolled back",
              );
            return result;
          } catch (error) {
            if (connection.usable) await client.query("rollback").catch(() => connection.destroy());
            throw error;
          }
        },
        signal,
      ),

    repeat: (what, work, signal) => pool.repeat(what, work, repeatable, signal),

    close() {
      closed ??= pool.close();
      return closed;
    },
  };
}

/** Results must not depend on how the server, the database or the role is set up. */
function setUp({ schema, statementTimeoutSeconds, workMem, setUp: more }: PostgresOptions): string {
  const path = typeof schema === "string" ? [schema] : schema;
  return [
    sql`set timezone = 'UTC'`,
    sql`set datestyle = 'ISO, YMD'`,
    sql`set intervalstyle = 'postgres'`,
    sql`set bytea_output = 'hex'`,
    sql`set extra_float_digits = 1`,
    sql`set standard_conforming_strings = on`,
    // compiling expressions saved nothing on the longest of our statements, which parse a log
    sql`set jit = off`,
    // a commit that is lost in a crash would let a statement that is repeated read the table of before
    sql`select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`,
    ...(path === undefined ? [] : [sql`set search_path = ${list(path.map(id))}`]),
    ...(statementTimeoutSeconds === undefined
      ? []
      : [sql`set statement_timeout = ${Math.round(statementTimeoutSeconds * 1000)}`]),
    ...(workMem === undefined ? [] : [sql`set work_mem = ${workMem}`]),
    ...(more === undefined ? [] : [more]),
  ]
    .map(({ text }) => text)
    .join(";\n");
}
