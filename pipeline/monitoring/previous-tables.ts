import { runTables } from "../runs/layout.js";
import type { Sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";

/**
 * A table of an earlier run in the same runs folder, where this run's engine can read it; null where it is gone, or was made
 * in another engine.
 */
export function previousTable(
  runId: string,
  name: "customers" | "scores",
  { config, engine }: Pick<StageContext, "config" | "engine">,
): Promise<Sql | null> {
  return engine.tableOf(runTables(config, runId), { name });
}
