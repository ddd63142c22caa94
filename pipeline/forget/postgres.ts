import type { Config, PublishTarget } from "../config/config.js";
import { connectionOf } from "../config/connections.js";
import { connectPostgres, type PostgresClient, type PostgresStatements } from "../engines/postgres/client.js";
import { inSchema } from "../sinks/postgres/names.js";
import { sql } from "../sql/sql.js";
import type { Environment } from "../stage.js";
import type { Eraser } from "./erased-file.js";
import type { Place } from "./erased-place.js";
import { addFound } from "./person.js";
import { allFound, countFound, findRows, isTheirs, type SearchedTable } from "./table-rows.js";

/**
 * The clv_ tables of a schema. A person's rows are deleted in one transaction, and the tables are vacuumed, so that their pages
 * are free for other rows. Views show what the tables hold.
 */
export function postgresPlace(
  name: string,
  target: Extract<PublishTarget, { to: "postgres" }>,
  config: Config,
  eraser: Pick<Eraser, "person" | "lines">,
  { env, warn }: { readonly env: Environment; readonly warn: (message: string) => void },
): Place {
  const { path: schema } = target;
  const named = inSchema(schema);
  const connected = async <T>(work: (client: PostgresClient) => Promise<T>): Promise<T> => {
    const client = await connectPostgres({
      connection: connectionOf("postgres", target.connection, config),
      env,
      warn,
      statementTimeoutSeconds: config.engine.statementTimeoutSeconds,
      applicationName: "clv forget",
    });
    return work(client).finally(() => client.close());
  };
  return {
    name,
    erase: () =>
      connected(async (client) => {
        const deleted = await client.transaction(async (tx) => {
          let rows = 0;
          for (const { name, table } of await publishedTables(tx, schema)) {
            const found = countFound(await findRows(table, eraser));
            if (found > 0) await tx.execute(sql`delete from ${named(name)} where ${isTheirs(eraser.person)}`);
            rows += found;
          }
          return rows;
        });
        if (deleted > 0)
          for (const { name } of await publishedTables(client, schema))
            await client.execute(sql`vacuum ${named(name)}`);
        return deleted;
      }),
    search: () =>
      connected(async (client) => {
        const tables = await publishedTables(client, schema);
        const found = new Map<string, number>();
        let bytes = 0;
        for (const { name, table } of tables) {
          addFound(found, allFound(await findRows(table, eraser)));
          const [size] = await client.rows(sql`select pg_table_size(${named(name).text}::regclass) as bytes`);
          bytes += Number(size?.bytes);
        }
        return { searched: tables.length, bytes, found, foreign: [] };
      }),
  };
}

/** The tables of a schema that are named as this program names its own, views apart. */
async function publishedTables(
  on: Pick<PostgresStatements, "rows">,
  schema: string,
): Promise<{ name: string; table: SearchedTable }[]> {
  const found =
    await on.rows(sql`select c.relname as name, a.attname as col from pg_class c join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where n.nspname = ${schema} and c.relkind in ('r', 'p') and c.relname like 'clv\_%' order by c.relname, a.attnum`);
  const columns = new Map<string, { name: string }[]>();
  for (const row of found) {
    const name = String(row.name);
    columns.set(name, [...(columns.get(name) ?? []), { name: String(row.col) }]);
  }
  return [...columns].map(([name, columns]) => ({
    name,
    table: { relation: inSchema(schema)(name), columns, rows: (select) => on.rows(select) },
  }));
}
