import type { RecordBatch } from "apache-arrow";
import type { PostgresClient } from "../../engines/postgres/client.js";
import type { Sql } from "../../sql/sql.js";

/** Rows beyond which a second connection is worth its while. */
const rowsForTwo = 200_000;

/**
 * Copies batches into a table, many of them over two connections at the same time: the server takes a core for each, and
 * is what limits a copy. Each connection commits what it copied; when one fails the other is stopped, and what is left
 * in the table is the caller's to delete.
 * @param rows how many to expect
 * @throws what the source or the server reported first
 */
export async function copyInParallel(
  client: PostgresClient,
  table: Sql,
  columns: readonly string[],
  batches: AsyncIterable<RecordBatch>,
  rows: number,
  signal: AbortSignal,
): Promise<void> {
  const source = batches[Symbol.asyncIterator]();
  async function* nextInTurn(): AsyncGenerator<RecordBatch, void> {
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  }
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const copy = (): Promise<void> =>
    client.copyIn(table, columns, nextInTurn(), either).then(
      () => undefined,
      (error: unknown) => failed.abort(error),
    );
  await Promise.all(Array.from({ length: rows > rowsForTwo ? 2 : 1 }, copy));
  await source.return?.();
  if (failed.signal.aborted) throw failed.signal.reason;
}
