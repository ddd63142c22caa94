import type { Config, Sink } from "../config.js";
import { connectionOf } from "../connections.js";
import type { Engine } from "../engines/engine.js";
import { openSpark } from "../engines/spark.js";
import type { Eraser } from "../forget/erased-file.js";
import { findRows, keptRows, type SearchedTable } from "../forget/table-rows.js";
import { id, type Sql, sql } from "../sql/sql.js";
import type { Environment } from "../stage.js";
import { folderDates } from "./spark-folders.js";

interface Forgotten {
  readonly searched: number;
  readonly deleted: number;
  /** Spark does not tell the size of a table. */
  readonly bytes: 0;
  readonly traces: number;
}

/**
 * Writes the clv_ tables of a database, or folders below an address, anew without a person's rows. Parquet tables cannot be
 * changed in place, nor overwritten while they are read: the rows that stay are put aside first. Readers see a table without
 * rows for a moment; a session that has read it before has to refresh it.
 */
export async function forgetInSpark(
  target: Extract<Sink, { to: "spark" }>,
  config: Config,
  { person, attributes }: Pick<Eraser, "person" | "attributes">,
  { env, warn }: { readonly env: Environment; readonly warn: (message: string) => void },
): Promise<Forgotten> {
  const aside = { name: "kept_rows" };
  const server = await openSpark({
    connection: connectionOf("spark", target.connection, config),
    env,
    warn,
    database: `${config.engine.namespace}_forget`,
  });
  try {
    const places = target.path.includes("/")
      ? await foldersOf(target.path.replace(/\/+$/, ""), server)
      : await tablesOf(target.path, server);
    let deleted = 0;
    let traces = 0;
    for (const { relation, overwrite } of places) {
      const table: SearchedTable = {
        relation,
        columns: await server.describe(sql`select * from ${relation}`),
        rows: (select) => server.rows(select),
      };
      const found = await findRows(table, person, attributes);
      if (found.rows + found.textRows > 0) {
        await server.materialize(aside, keptRows(table, found, person));
        await server.execute(sql`${overwrite} select * from ${server.dialect.table(aside.name)}`);
        await server.drop(aside);
        deleted += found.rows + found.textRows;
      }
      const left = await findRows(table, person, attributes);
      traces += left.rows + left.textRows + left.elsewhere;
    }
    return { searched: places.length, deleted, bytes: 0, traces };
  } finally {
    await server.drop(aside).catch(() => undefined);
    await server.close();
  }
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

/** The current scores and each slice of their history, and of that of customers. */
async function foldersOf(folder: string, server: Engine): Promise<Rewritable[]> {
  const paths = ["clv_scores"];
  for (const table of ["clv_scores_history", "clv_customer_history"]) {
    const days = await folderDates(server, folder, table);
    paths.push(...days.map((day) => `${table}/as_of=${day}`));
  }
  return paths.map((path) => ({
    relation: sql`parquet.${id(`${folder}/${path}`)}`,
    overwrite: sql`insert overwrite directory ${`${folder}/${path}`} using parquet`,
  }));
}
