import type { PostgresClient, PostgresStatements } from "../../engines/postgres/client.js";
import { id, list, sql } from "../../sql/sql.js";
import { names } from "./columns.js";
import { inSchema, published } from "./names.js";
import { tryLockSchema } from "./retry.js";

/**
 * Shows the scores of a run for its as-of date, in place of another run's.
 * @returns the latest date that is shown: the given one where these scores are the current ones
 */
export async function showRun(
  tx: PostgresStatements,
  schema: string,
  runId: string,
  asOf: string,
): Promise<string> {
  const shown = inSchema(schema)(published.shown);
  await tx.execute(sql`insert into ${shown} (as_of, run_id) values (date ${asOf}, ${runId})
on conflict (as_of) do update set run_id = excluded.run_id, published_at = excluded.published_at`);
  const [latest] = await tx.rows(sql`select cast(max(as_of) as varchar) as latest from ${shown}`);
  return String(latest?.latest);
}

/**
 * Puts the scores of a run into the table clv_scores, which then holds exactly its customers. Columns of scores are set,
 * to NULL where the run has none; those that people added to clv_scores stay as they are.
 */
export async function mergeRun(
  tx: PostgresStatements,
  schema: string,
  runId: string,
  signal: AbortSignal,
): Promise<void> {
  const named = inSchema(schema);
  const [scores, byRun] = [named(published.scores), named(published.byRun)];
  const shared =
    await tx.rows(sql`select s.attname as name from pg_attribute s join pg_attribute t using (attname)
where s.attrelid = ${byRun.text}::regclass and t.attrelid = ${scores.text}::regclass
  and s.attnum > 0 and not s.attisdropped and not t.attisdropped and t.attgenerated = '' order by s.attnum`);
  const columns = shared.map(({ name }) => ({ name: String(name) }));
  const others = columns.filter(({ name }) => name !== "customer_id");
  await tx.execute(
    sql`insert into ${scores} (${names(columns)}) select ${names(columns)} from ${byRun} where run_id = ${runId}
on conflict (customer_id) do update set ${list(others.map(({ name }) => sql`${id(name)} = excluded.${id(name)}`))}`,
    signal,
  );
  await tx.execute(
    sql`delete from ${scores} t where not exists (select from ${byRun} s where s.run_id = ${runId} and s.customer_id = t.customer_id)`,
    signal,
  );
}

/** Whether readers of some date see this run. */
export async function isShown(tx: PostgresStatements, schema: string, runId: string): Promise<boolean> {
  const shown = inSchema(schema)(published.shown);
  return (await tx.rows(sql`select 1 as shown from ${shown} where run_id = ${runId} limit 1`)).length > 0;
}

/**
 * What is better done soon, but not for readers to wait for: counting rows for the planner (values of other columns are
 * left to autovacuum), and deleting the scores of runs that are no longer shown for any date.
 */
export async function tidyUp(client: PostgresClient, schema: string, signal: AbortSignal): Promise<void> {
  await client.execute(
    sql`analyze ${inSchema(schema)(published.byRun)} (run_id, as_of, customer_id)`,
    signal,
  );
  await deleteHidden(client, schema, signal);
}

/**
 * Deletes the scores of runs that are shown for no date. A run that is publishing at the same time does it in the place of
 * this one.
 */
export async function deleteHidden(
  client: PostgresClient,
  schema: string,
  signal?: AbortSignal,
): Promise<void> {
  const named = inSchema(schema);
  const [byRun, shown] = [named(published.byRun), named(published.shown)];
  await client.transaction(async (tx) => {
    if (!(await tryLockSchema(tx, schema))) return;
    // from one run to the next by the index: DISTINCT would read the whole table
    const hidden = await tx.rows(sql`with recursive runs as (
  (select run_id from ${byRun} order by run_id limit 1)
  union all
  select (select s.run_id from ${byRun} s where s.run_id > r.run_id order by s.run_id limit 1)
  from runs r where r.run_id is not null
)
select run_id from runs r where run_id is not null and not exists (select from ${shown} p where p.run_id = r.run_id)`);
    for (const { run_id } of hidden)
      await tx.execute(sql`delete from ${byRun} where run_id = ${String(run_id)}`, signal);
  }, signal);
}
