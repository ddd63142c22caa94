import type { Sql } from "./sql.js";

/** What differs between engines in otherwise equal statements. Each member returns one expression or relation. */
export interface Dialect {
  readonly name: "duckdb" | "postgres" | "spark";
  /** The persisted table of the run with this name, usable after FROM. */
  table(name: string): Sql;
}
