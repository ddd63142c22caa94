import { type RecordBatch, Table, Utf8, vectorFromArray } from "apache-arrow";
import type { ForgottenHashes } from "../sql/forgotten-rows.js";
import type { StageContext } from "../stage.js";

const hashes = { name: "forgotten_customers" };

/** The forgotten customers as a table of the engine; null when there are none. Drop it with `dropForgotten`. */
export async function loadForgotten({
  engine,
  forgotten,
  signal,
}: StageContext): Promise<ForgottenHashes | null> {
  if (forgotten === undefined) return null;
  const column = vectorFromArray(forgotten.customers, new Utf8());
  await engine.load(hashes, new Table({ customer_hash: column }).batches as RecordBatch[], signal);
  return { table: engine.dialect.table(hashes.name), salt: forgotten.salt };
}

export async function dropForgotten({ engine }: StageContext): Promise<void> {
  await engine.drop(hashes);
}
