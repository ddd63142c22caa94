import { id, type Sql, sql } from "../../sql/sql.js";

/** What a schema of PostgreSQL holds after publishing, besides the tables of records. */
export const published = {
  /** the scores of the latest date: a view, or a table in upsert mode */
  scores: "clv_scores",
  /** a view of the scores of every date */
  history: "clv_scores_history",
  /** a view of each customer from date to date */
  customers: "clv_customer_history",
  /** the table behind the views: the scores of each run */
  byRun: "clv_scores_by_run",
  /** which run is shown for a date */
  shown: "clv_published",
} as const;

/** A table of a schema; statements name the schema, so that no search path matters. */
export type Named = (table: string) => Sql;

export const inSchema =
  (schema: string): Named =>
  (table) =>
    sql`${id(schema)}.${id(table)}`;
