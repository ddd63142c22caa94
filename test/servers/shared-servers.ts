import { inject } from "vitest";
import { connectPostgres } from "../../pipeline/engines/postgres/client.js";
import { id, raw, sql } from "../../pipeline/sql/sql.js";
import { databaseAt, type PostgresAddress, type PostgresDatabase } from "./postgres-server.js";
import type { SparkAddress } from "./spark-server.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the process that starts the servers answers: see global-setup.ts. */
    sharedServers: string;
  }
}

/** The Spark server of all suites. A suite keeps to databases that are named after it. */
export const sharedSpark = (): Promise<SparkAddress> => ask<SparkAddress>("spark");

/**
 * An empty database on the PostgreSQL server of all suites, named after the suite, as its roles have to be, since they belong to the
 * whole server. A suite that restarts or limits its server starts one of its own.
 * @param options of CREATE DATABASE
 */
export async function sharedPostgres(name: string, options = ""): Promise<PostgresDatabase> {
  const address = await ask<PostgresAddress>("postgres");
  const client = await connectPostgres({ env: databaseAt(address, "postgres").env });
  await client.execute(sql`drop database if exists ${id(name)} with (force)`);
  await client.execute(sql`create database ${id(name)} ${raw(options)}`);
  await client.close();
  return databaseAt(address, name);
}

async function ask<T>(kind: "postgres" | "spark"): Promise<T> {
  const response = await fetch(`${inject("sharedServers")}/${kind}`);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}
