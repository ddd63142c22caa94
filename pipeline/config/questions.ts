import { join } from "node:path";
import type { Config, PublishTarget } from "./config.js";

/** Attributes that the config takes from the log, by the names that tables give them. */
export function attributeNames(config: Config): string[] {
  return Object.keys(config.columns.attributes);
}

/** Whether the log has amounts; where `columns.amount` is none, purchases alone are predicted. */
export function hasMoney({ columns }: Pick<Config, "columns">): boolean {
  return columns.amount !== "none";
}

/** The configured outputs; without any, a warehouse in the runs folder. */
export function publishTargets(config: Config): readonly PublishTarget[] {
  return config.publish ?? [{ to: "duckdb", path: join(config.runsDir, "warehouse.duckdb") }];
}
