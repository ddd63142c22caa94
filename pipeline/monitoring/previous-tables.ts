import { access } from "node:fs/promises";
import { join } from "node:path";
import { runNamespace } from "../engines/run-namespace.js";
import { tableFile } from "../runs/layout.js";
import { id, type Sql, sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";

/**
 * A table of an earlier run in the same runs folder, where this run's engine can read it; null where it is gone, or was made
 * in another engine.
 */
export async function previousTable(
  runId: string,
  name: "customers" | "scores",
  { config, engine }: Pick<StageContext, "config" | "engine">,
): Promise<Sql | null> {
  if (engine.name === "duckdb") {
    const file = tableFile(join(config.runsDir, runId), name);
    return access(file).then(
      () => sql`(select * from read_parquet(${file}))`,
      () => null,
    );
  }
  const table = sql`${id(runNamespace(config, runId))}.${id(name)}`;
  return engine.describe(sql`select * from ${table}`).then(
    () => table,
    () => null,
  );
}
