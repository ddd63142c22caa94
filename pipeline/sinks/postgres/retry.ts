import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresClient, PostgresStatements } from "../../engines/postgres/client.js";
import { sqlState } from "../../engines/postgres/errors.js";
import { ClvError } from "../../errors.js";
import { raw, type Sql, sql } from "../../sql/sql.js";

/** How long a lock is waited for: readers that come meanwhile queue behind, so it is a blink. */
const lockMilliseconds = 100;
/** Pause between tries, in which those who hold the lock may finish and those who queued are served. */
const pauseMilliseconds = 400;

/** 55P03: a lock was not to be had in time; 40P01: the server ended a deadlock. */
const inTheWay = new Set(["55P03", "40P01"]);

export const isLockError = (error: unknown): boolean => inTheWay.has(sqlState(error) ?? "");

/**
 * One transaction that takes locks readers would wait for. When someone holds one, it gives up at once, lets others pass
 * and tries again, until `patienceSeconds` have passed.
 * @throws ClvError SINK_REFUSED when they still hold it then
 */
export async function withBriefLocks<T>(
  client: PostgresClient,
  what: string,
  patienceSeconds: number,
  work: (tx: PostgresStatements) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const start = performance.now();
  for (;;) {
    try {
      return await client.transaction(async (tx) => {
        await tx.execute(raw(`set local lock_timeout = '${lockMilliseconds}ms'`));
        return await work(tx);
      }, signal);
    } catch (error) {
      if (!isLockError(error)) throw error;
      const seconds = (performance.now() - start) / 1000;
      if (seconds > patienceSeconds)
        throw new ClvError(
          "SINK_REFUSED",
          `other sessions have kept ${what} locked for ${seconds.toFixed(0)} s; see who in pg_locks and pg_stat_activity, ` +
            `let them finish or end them, then run again with --resume`,
          { cause: error },
        );
      await sleep(pauseMilliseconds);
      signal?.throwIfAborted();
    }
  }
}

const key = (schema: string): Sql => sql`hashtextextended('clv publishes into ' || ${schema}, 0)`;

/** Lets one run at a time write into a schema, until the transaction ends; waits as long as lock_timeout allows. */
export async function lockSchema(tx: PostgresStatements, schema: string): Promise<void> {
  await tx.rows(sql`select 1 as locked from (select pg_advisory_xact_lock(${key(schema)})) l`);
}

/** As `lockSchema`, but returns false at once when another run has it. */
export async function tryLockSchema(tx: PostgresStatements, schema: string): Promise<boolean> {
  const [row] = await tx.rows(sql`select pg_try_advisory_xact_lock(${key(schema)}) as locked`);
  return row?.locked === true;
}
