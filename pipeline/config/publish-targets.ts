import { join } from "node:path";
import type { Config, Sink } from "./config.js";

/** The configured outputs; without any, a warehouse in the runs folder. */
export function publishTargets(config: Config): readonly Sink[] {
  return config.publish ?? [{ to: "duckdb", path: join(config.runsDir, "warehouse.duckdb") }];
}
