import { rm } from "node:fs/promises";
import type { Engine } from "../engines/engine.js";
import { publishedFolder } from "../runs/layout.js";
import { type Sql, sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { type LocalPublishing, type PublishedRecords, type Publishing, recordsOf } from "./sink.js";

/** What is published where files are written from. */
export interface LocalScores {
  open(): Promise<Pick<LocalPublishing, "engine" | "scores" | "scoresFile" | "records">>;
  close(): Promise<void>;
}

/**
 * The embedded engine with the scores as a Parquet file, and every table that is published: the engine of the run itself, or one into
 * which those of a server are copied, batch by batch, when the first sink asks for them.
 */
export function localScores(
  { runDir, openLocal }: StageContext,
  { engine, signal, ...publishing }: Publishing,
): LocalScores {
  const table = engine.dialect.table("scores");
  const scoresFile = engine.tableFile({ name: "scores" });
  if (scoresFile !== null) {
    const own = { engine, scores: table, scoresFile, records: inFiles(publishing, engine) };
    return { open: async () => own, close: async () => undefined };
  }
  const directory = publishedFolder(runDir);
  let copy: Promise<Engine> | null = null;
  const copied = async (): Promise<Engine> => {
    const local = await openLocal(directory);
    const bring = async (name: string, order: Sql): Promise<void> => {
      const fetched = { name: "fetched" };
      const rows = engine.query(sql`select * from ${engine.dialect.table(name)}`, signal);
      await local.load(fetched, rows, signal);
      await local.materialize(
        { name },
        sql`select * from ${local.dialect.table(fetched.name)}${order}`,
        signal,
      );
      await local.drop(fetched);
    };
    await bring("scores", sql` order by customer_id`);
    for (const { stored } of publishing.records) if (stored !== undefined) await bring(stored.name, sql``);
    return local;
  };
  return {
    async open() {
      copy ??= copied();
      const local = await copy;
      const scoresFile = local.tableFile({ name: "scores" })!;
      const records = inFiles(publishing, local);
      return { engine: local, scores: local.dialect.table("scores"), scoresFile, records };
    },
    async close() {
      const local = await copy?.catch(() => null);
      await local?.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The records as an embedded engine of any kind reads them: tables by their files. */
function inFiles(
  publishing: Pick<Publishing, "records" | "runId" | "asOf">,
  local: Engine,
): PublishedRecords[] {
  return publishing.records.map((record) => {
    if (record.stored === undefined) return record;
    const file = local.tableFile(record.stored)!;
    return { ...record, rows: recordsOf(publishing, sql`read_parquet(${file})`) };
  });
}
