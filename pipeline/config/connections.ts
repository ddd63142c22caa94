import type { Config } from "./config.js";

/** Servers that hold orders and scores. */
export type DatabaseKind = "postgres" | "spark";

export function isDatabase(format: string): format is DatabaseKind {
  return format === "postgres" || format === "spark";
}

/** Whether the engine is the embedded one, whose tables are files of the run. */
export function isEmbedded({ engine }: Pick<Config, "engine">): boolean {
  return engine.name === "duckdb";
}

/** The variable with the address of a source or sink: its own, else the engine's where that is the same kind of server. */
export function connectionOf(
  kind: DatabaseKind,
  connection: string | undefined,
  { engine }: Config,
): string | undefined {
  return connection ?? (engine.name === kind ? engine.connection : undefined);
}

/** Whether a source or sink is in the very server that the engine works in. */
export function isWithEngine(kind: string, connection: string | undefined, { engine }: Config): boolean {
  return engine.name === kind && (connection === undefined || connection === engine.connection);
}
