import { join } from "node:path";
import type { Config, PublishTarget } from "./config.js";

/** The configured outputs; without any, a warehouse in the runs folder. */
export function publishTargets(config: Config): readonly PublishTarget[] {
  return config.publish ?? [{ to: "duckdb", path: join(config.runsDir, "warehouse.duckdb") }];
}
