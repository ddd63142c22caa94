import type { PostgresClient, PostgresStatements } from "../engines/postgres-client.js";
import { id, list, sql } from "../sql/sql.js";
import { names } from "./postgres-columns.js";
import { inSchema, published } from "./postgres-names.js";
import { tryLockSchema } from "./postgres-retry.js";

/**
 * Shows the scores of a run for its as-of date, in place of another run's.
 * @returns whether no later date is shown, so that they are the current ones
 */
export async function showRun(
  tx: PostgresStatements,
  schema: string,
  runId: string,
  asOf: string,
): Promise<boolean> {
  const shown = inSchema(schema)(published.shown);
  await tx.execute(sql`insert into ${shown} (as_of, run_id) values (date ${asOf}, ${runId})
on conflict (as_of) do update set run_id = excluded.run_id, published_at = excluded.published_at`);
  const later = await tx.rows(sql`select 1 as later from ${shown} where as_of > date ${asOf} limit 1`);
  return later.length === 0;
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

/**
 * What is better done soon, but not for readers to wait for: counting rows for the planner (values of other columns are
 * left to autovacuum), and deleting the scores of runs that are no longer shown for any date. A run that is publishing at
 * the same time does it in the place of this one.
 */
export async function tidyUp(client: PostgresClient, schema: string, signal: AbortSignal): Promise<void> {
  const named = inSchema(schema);
  const byRun = named(published.byRun);
  await client.execute(sql`analyze ${byRun} (run_id, as_of, customer_id)`, signal);
  await client.transaction(async (tx) => {
    if (!(await tryLockSchema(tx, schema))) return;
    // a subquery with limit looks into the index once a run; EXISTS might become a join that reads the whole table
    const hidden = await tx.rows(sql`select run_id from ${named("clv_runs")} r
where not exists (select from ${named(published.shown)} p where p.run_id = r.run_id)
  and (select 1 from ${byRun} s where s.run_id = r.run_id limit 1) is not null`);
    for (const { run_id } of hidden)
      await tx.execute(sql`delete from ${byRun} where run_id = ${String(run_id)}`, signal);
  }, signal);
}
