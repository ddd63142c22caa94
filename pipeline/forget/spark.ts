import type { Config, PublishTarget } from "../config/config.js";
import { connectionOf } from "../config/connections.js";
import type { Engine } from "../engines/engine.js";
import { openSpark } from "../engines/spark/spark.js";
import { isMissingDatabase } from "../engines/statement-errors.js";
import { marts } from "../marts/marts.js";
import { folderDates } from "../sinks/spark/folders.js";
import { id, type Sql, sql } from "../sql/sql.js";
import type { Environment } from "../stage.js";
import type { Eraser } from "./erased-file.js";
import type { Place } from "./erased-place.js";
import { addFound } from "./person.js";
import { allFound, countFound, findRows, keptRows, type SearchedTable } from "./table-rows.js";

/**
 * The clv_ tables of a database, or folders below an address, written again without a person's rows. Parquet tables cannot be
 * changed in place, nor overwritten while they are read: the rows that stay are put aside first. Readers see a table without
 * rows for a moment; a session that has read it before has to refresh it. Spark does not report the size of a table.
 */
export function sparkPlace(
  name: string,
  target: Extract<PublishTarget, { to: "spark" }>,
  config: Config,
  eraser: Pick<Eraser, "person" | "lines">,
  { env, warn }: { readonly env: Environment; readonly warn: (message: string) => void },
): Place {
  const aside = { name: "kept_rows" };
  const open = (database: string, readOnly: boolean): Promise<Engine> =>
    openSpark({
      connection: connectionOf("spark", target.connection, config),
      env,
      warn,
      database,
      readOnly,
    });
  return {
    name,
    async erase() {
      const server = await open(`${config.engine.namespace}_forget`, false);
      let deleted = 0;
      try {
        for (const { relation, overwrite } of await placesOf(target.path, server)) {
          const table = await tableOf(relation, server);
          const found = await findRows(table, eraser);
          if (countFound(found) === 0) continue;
          await server.materialize(aside, keptRows(table, found, eraser.person));
          await server.execute(sql`${overwrite} select * from ${server.dialect.table(aside.name)}`);
          await server.drop(aside);
          deleted += countFound(found);
        }
        return deleted;
      } finally {
        await server.drop(aside).catch(() => undefined);
        await server.close();
      }
    },
    async search() {
      const found = new Map<string, number>();
      const server = await open(isFolder(target.path) ? "default" : target.path, true).catch(
        (error: unknown) => {
          if (isMissingDatabase(error)) return null;
          throw error;
        },
      );
      if (server === null) return { searched: 0, bytes: 0, found, foreign: [] };
      try {
        const places = await placesOf(target.path, server);
        for (const { relation } of places)
          addFound(found, allFound(await findRows(await tableOf(relation, server), eraser)));
        return { searched: places.length, bytes: 0, found, foreign: [] };
      } finally {
        await server.close();
      }
    },
  };
}

const isFolder = (path: string): boolean => path.includes("/");

function placesOf(path: string, server: Engine): Promise<Rewritable[]> {
  return isFolder(path) ? foldersOf(path.replace(/\/+$/, ""), server) : tablesOf(path, server);
}

async function tableOf(relation: Sql, server: Engine): Promise<SearchedTable> {
  return {
    relation,
    columns: await server.describe(sql`select * from ${relation}`),
    rows: (select) => server.rows(select),
  };
}

interface Rewritable {
  readonly relation: Sql;
  /** What comes before the select of the rows that stay. */
  readonly overwrite: Sql;
}

/** Tables, not the views over them: those of records are partitioned by run and hold nobody's rows, but texts. */
async function tablesOf(database: string, server: Engine): Promise<Rewritable[]> {
  const found = await server.rows(sql`show tables in ${id(database)} like 'clv_*'`).catch(() => []);
  const views = await server.rows(sql`show views in ${id(database)} like 'clv_*'`).catch(() => []);
  const hidden = new Set(views.map((row) => String(row.viewName)));
  return found
    .map((row) => String(row.tableName))
    .filter((name) => !hidden.has(name))
    .map((name) => {
      const table = sql`${id(database)}.${id(name)}`;
      return { relation: table, overwrite: sql`insert overwrite ${table} by name` };
    });
}

/** Every table with a row a customer: each has a slice an as-of date. */
const customerTables = [
  ...["clv_scores_history", "clv_customer_history"],
  ...marts
    .flatMap(({ tables }) => tables)
    .flatMap(({ name, grain }) => (grain.includes("customer_id") ? [name] : [])),
];

/** The current scores and each slice of their history, and of what else is published of customers. */
async function foldersOf(folder: string, server: Engine): Promise<Rewritable[]> {
  const paths = ["clv_scores"];
  for (const table of customerTables) {
    const days = await folderDates(server, folder, table);
    paths.push(...days.map((day) => `${table}/as_of=${day}`));
  }
  return paths.map((path) => ({
    relation: sql`parquet.${id(`${folder}/${path}`)}`,
    overwrite: sql`insert overwrite directory ${`${folder}/${path}`} using parquet`,
  }));
}
