import type { Config } from "../config/config.js";

/** The schema (Spark: database) of a server in which a run keeps its tables. */
export function runNamespace({ engine }: Config, runId: string): string {
  return `${engine.namespace}_${runId.replace(/[^a-z0-9]/gi, "_")}`;
}
