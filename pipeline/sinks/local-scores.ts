import { rm } from "node:fs/promises";
import type { Engine } from "../engines/engine.js";
import { publishedFolder } from "../runs/layout.js";
import { sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import type { LocalPublishing } from "./sink.js";

/** The scores where files are written from. */
export interface LocalScores {
  open(): Promise<Pick<LocalPublishing, "engine" | "scores" | "scoresFile">>;
  close(): Promise<void>;
}

/**
 * The embedded engine with the scores as a Parquet file: the engine of the run itself, or one into which the scores of a
 * server are copied, batch by batch, when the first sink asks for them.
 */
export function localScores({ engine, runDir, openLocal, signal }: StageContext): LocalScores {
  const table = engine.dialect.table("scores");
  const scoresFile = engine.tableFile({ name: "scores" });
  if (scoresFile !== null) {
    const own = { engine, scores: table, scoresFile };
    return { open: async () => own, close: async () => undefined };
  }
  const directory = publishedFolder(runDir);
  let copy: Promise<Engine> | null = null;
  const copied = async (): Promise<Engine> => {
    const local = await openLocal(directory);
    const fetched = { name: "fetched" };
    await local.load(fetched, engine.query(sql`select * from ${table}`, signal), signal);
    await local.materialize(
      { name: "scores" },
      sql`select * from ${local.dialect.table(fetched.name)} order by customer_id`,
      signal,
    );
    await local.drop(fetched);
    return local;
  };
  return {
    async open() {
      copy ??= copied();
      const local = await copy;
      const scoresFile = local.tableFile({ name: "scores" })!;
      return { engine: local, scores: local.dialect.table("scores"), scoresFile };
    },
    async close() {
      const local = await copy?.catch(() => null);
      await local?.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
