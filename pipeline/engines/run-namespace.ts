import type { Config } from "../config/config.js";
import { id, type Sql, sql } from "../sql/sql.js";
import type { Engine, TableRef } from "./engine.js";

/** The schema (Spark: database) of a server in which a run keeps its tables. */
export function runNamespace({ engine }: Config, runId: string): string {
  return `${engine.namespace}_${runId.replace(/[^a-z0-9]/gi, "_")}`;
}

/** A table of a run in a server; null where there is none. */
export async function tableIn(
  namespace: string,
  { name }: TableRef,
  server: Pick<Engine, "describe">,
): Promise<Sql | null> {
  const table = sql`${id(namespace)}.${id(name)}`;
  return server.describe(sql`select * from ${table}`).then(
    () => table,
    () => null,
  );
}

export const dropNamespace = (namespace: string): Sql => sql`drop schema if exists ${id(namespace)} cascade`;
