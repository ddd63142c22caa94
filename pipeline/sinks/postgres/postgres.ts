import type { RecordBatch } from "apache-arrow";
import type { PublishedOutput, ReconciledSums } from "../../artifacts/publication.js";
import type { TargetOf } from "../../config/config.js";
import { connectionOf, isWithEngine } from "../../config/connections.js";
import type { Engine } from "../../engines/engine.js";
import {
  connectPostgres,
  type PostgresClient,
  type PostgresStatements,
  sqlState,
} from "../../engines/postgres/client.js";
import { ClvError } from "../../errors.js";
import { raw, type Sql, sql } from "../../sql/sql.js";
import { type PublishedRecords, type Publishing, reconcile, sumsOf } from "../sink.js";
import { columnsOf, names, type PublishedColumn } from "./columns.js";
import { copyInParallel } from "./fill.js";
import { inSchema, published } from "./names.js";
import { isLockError, lockSchema } from "./retry.js";
import { deleteHidden, isShown, mergeRun, showRun, tidyUp } from "./show.js";
import { prepareTables } from "./tables.js";

type PostgresTarget = TargetOf<"postgres">;

/** How long a publish waits for another one, or for someone who changes the very tables. */
const patience = "60s";

/**
 * A schema of a PostgreSQL database (12 or later). clv_scores_by_run holds the scores of each run, clv_published says which
 * run is shown for an as-of date; clv_scores is a view of the run shown for the latest date, clv_scores_history one of all
 * dates, clv_customer_history one of what changed from one to the next. clv_runs, clv_model_parameters and clv_segments keep
 * the rows of each run, clv_monitoring those of each date.
 *
 * A run that is not shown is the staging area: COPY BINARY into clv_scores_by_run over two connections, read back, compare,
 * then one transaction changes one row of clv_published. Nobody sees any of it before that commit; rows that a killed
 * process leaves belong to no shown run, and the next one deletes them. A run that is shown already (--resume after a crash
 * at the very end) is replaced within the transaction.
 * Grants, dependent views, indexes and statements that were prepared stay, since no table is replaced; nobody waits for a
 * lock, and a snapshot that is older than the commit goes on seeing what it saw.
 *
 * Why no table is swapped. A rename leaves grants, views and keys with the old table. TRUNCATE, and a partition that is
 * detached, are seen at once by every snapshot: a repeatable-read transaction finds no rows. Both, and attaching under
 * an exclusive lock, wait for all readers while new ones queue behind. ATTACH PARTITION under its own weak lock does not
 * wait, and loses rows: a statement that was planned before it, or one in a transaction that has read the table already,
 * does not know the new partition, and finds nothing where clv_published points to. Filling an unlogged table first and
 * then inserting from it writes everything twice: 10 s of a core for 1 M scores of 48 columns, against 5.5 s so.
 *
 * mode "upsert" is for what needs clv_scores to be a table: foreign keys to it, triggers, logical replication. Its rows
 * are inserted or updated by customer_id in the same transaction, and those of customers that are scored no longer are
 * deleted, so that it equals the scores of the latest date. It takes about twice as long.
 */
export async function publishToPostgres(
  target: PostgresTarget,
  publishing: Publishing,
): Promise<PublishedOutput> {
  const { config, env, warn, signal } = publishing;
  const { path: schema, mode, connection } = target;
  const client = await connectPostgres({
    connection: connectionOf("postgres", connection, config),
    env,
    warn,
    statementTimeoutSeconds: config.engine.statementTimeoutSeconds,
    applicationName: `clv publish ${publishing.runId}`,
  });
  const place = `${client.place} schema "${schema}"`;
  try {
    const within = isWithEngine("postgres", connection, config);
    const scores = within ? await scoresHere(publishing) : await scoresElsewhere(publishing);
    const records = await readRecords(publishing);
    await prepareTables(client, schema, { mode, scores: scores.columns, records }, signal);
    const once = () =>
      client.transaction((tx) => fillAndShow(client, tx, place, target, publishing, scores, records), signal);
    // it may have been shown when the connection breaks at the very end: showing it again changes nothing for readers
    const { reconciled, shown } = await client.repeat("publish", once, signal);
    await tidyUp(client, schema, signal).catch((error: unknown) => {
      if (!(error instanceof ClvError)) throw error;
      warn(`published, but not tidied up: ${error.message.split("\n")[0]}`);
    });
    return {
      to: "postgres",
      path: schema,
      tables: [
        ...(shown === publishing.asOf ? [published.scores] : []),
        published.history,
        published.customers,
        ...records.map(({ table }) => table),
      ],
      shown,
      reconciled,
    };
  } catch (error) {
    // the scores that were not shown; where this is not possible the next publication does it
    if (!(error instanceof ClvError && error.code === "ENGINE_UNREACHABLE"))
      await deleteHidden(client, schema).catch(() => undefined);
    throw refused(error, place);
  } finally {
    await client.close();
  }
}

/** The transaction of one publication; it keeps others out while the scores come in beside it. */
async function fillAndShow(
  client: PostgresClient,
  tx: PostgresStatements,
  place: string,
  { path: schema, mode }: PostgresTarget,
  publishing: Publishing,
  scores: Incoming,
  records: readonly RecordRows[],
): Promise<{ reconciled: ReconciledSums; shown: string }> {
  const { asOf, runId, expected, signal } = publishing;
  await tx.execute(raw(`set local lock_timeout = '${patience}'`));
  await tx.execute(raw("set local idle_in_transaction_session_timeout = 0"));
  await lockSchema(tx, schema);
  const byRun = inSchema(schema)(published.byRun);
  const hidden = !(await isShown(tx, schema, runId));
  const old = sql`delete from ${byRun} where run_id = ${runId}`;
  await (hidden ? client : tx).execute(old, signal);
  if (hidden && scores.fillBeside) await scores.fillBeside(client, byRun);
  else await scores.fill(tx, byRun);
  const written = sql`${byRun} where run_id = ${runId}`;
  const [sums] = await tx.rows(sumsOf(written, publishing), signal);
  const reconciled = reconcile(place, sums, expected);
  const shown = await showRun(tx, schema, runId, asOf);
  if (shown === asOf && mode === "upsert") await mergeRun(tx, schema, runId, signal);
  for (const record of records) await replaceRecord(tx, schema, record, { runId, asOf });
  return { reconciled, shown };
}

/** Scores on their way into a table. */
interface Incoming {
  readonly columns: readonly PublishedColumn[];
  fill(tx: PostgresStatements, table: Sql): Promise<void>;
  /** The same outside a transaction, in less time. */
  fillBeside?(client: PostgresClient, table: Sql): Promise<void>;
}

/** They are in the same database: no row leaves it. */
async function scoresHere({ engine, scores, signal }: Publishing): Promise<Incoming> {
  const select = sql`select * from ${scores}`;
  const columns = await engine.describe(select);
  const [home] = await engine.rows(sql`select current_setting('search_path') as path`, signal);
  return {
    columns,
    async fill(tx, table) {
      await tx.execute(sql`set local search_path = ${raw(String(home?.path))}`);
      await tx.execute(
        sql`insert into ${table} (${names(columns)}) select ${names(columns)} from ${scores}`,
        signal,
      );
    },
  };
}

async function scoresElsewhere({ engine, scores, expected, signal }: Publishing): Promise<Incoming> {
  const [empty] = await collect(engine, sql`select * from ${scores} limit 0`, signal);
  const columns = columnsOf(empty!.schema);
  const columnNames = columns.map(({ name }) => name);
  const batches = () => engine.query(sql`select * from ${scores}`, signal);
  return {
    columns,
    async fill(tx, table) {
      await tx.copyIn(table, columnNames, batches(), signal);
    },
    fillBeside: (client, table) =>
      copyInParallel(client, table, columnNames, batches(), expected.rows, signal),
  };
}

interface RecordRows extends Pick<PublishedRecords, "table" | "replaces"> {
  readonly columns: readonly PublishedColumn[];
  /** Asked for again where the transaction is begun again. */
  batches(): AsyncIterable<RecordBatch>;
}

async function readRecords({ engine, records, signal }: Publishing): Promise<RecordRows[]> {
  const read: RecordRows[] = [];
  for (const { table, rows, replaces } of records) {
    const [empty] = await collect(engine, sql`select * from (${rows}) r limit 0`, signal);
    const batches = () => engine.query(rows, signal);
    read.push({ table, replaces, columns: columnsOf(empty!.schema), batches });
  }
  return read;
}

async function collect(engine: Engine, select: Sql, signal: AbortSignal): Promise<RecordBatch[]> {
  const batches: RecordBatch[] = [];
  for await (const batch of engine.query(select, signal)) batches.push(batch);
  return batches;
}

/** The rows of one run in place of those it had before, or of those of its date. */
async function replaceRecord(
  tx: PostgresStatements,
  schema: string,
  { table, columns, batches, replaces }: RecordRows,
  { runId, asOf }: Pick<Publishing, "runId" | "asOf">,
): Promise<void> {
  const named = inSchema(schema)(table);
  const ofRun = sql`run_id = ${runId}`;
  const where = replaces === "run" ? ofRun : sql`${ofRun} or as_of = date ${asOf}`;
  await tx.execute(sql`delete from ${named} where ${where}`);
  await tx.copyIn(
    named,
    columns.map(({ name }) => name),
    batches(),
  );
}

const advice: Readonly<Record<string, string>> = {
  "23505": "The scores hold a customer twice, or another program wrote into these tables",
  "23503":
    "A foreign key keeps customers that are scored no longer: declare it on delete cascade or on delete set null",
};

/** An error of the server as one of this output; others as they are. */
function refused(error: unknown, place: string): unknown {
  const state = sqlState(error);
  if (
    !(error instanceof ClvError) ||
    error.code === "INTERRUPTED" ||
    error.code === "SINK_REFUSED" ||
    state === undefined
  )
    return error;
  const kept = error.code !== "ENGINE_REFUSED" && error.code !== "ENGINE_DENIED";
  const reason =
    kept || state === "42501"
      ? error.message
      : error.cause instanceof Error
        ? error.cause.message
        : error.message;
  const more = isLockError(error)
    ? "Another run publishes there, or someone changes its tables; let them finish, then run again with --resume"
    : (advice[state] ?? "");
  return new ClvError(
    kept ? error.code : "SINK_REFUSED",
    `cannot publish to ${place}: ${reason}. ${more}${more ? ". " : ""}Nothing was made visible there.`,
    { cause: error },
  );
}
