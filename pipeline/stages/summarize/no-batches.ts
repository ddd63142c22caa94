import type { RecordBatch } from "apache-arrow";

/** The batches of an artifact that a run does not need. */
export async function* noBatches(): AsyncGenerator<RecordBatch, void> {}
