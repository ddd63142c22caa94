import type { Config, Sink } from "../config.js";
import { connectionOf } from "../connections.js";
import { connectPostgres, type PostgresStatements } from "../engines/postgres-client.js";
import type { Eraser } from "../forget/erased-file.js";
import {
  customerColumn,
  type FoundRows,
  findRows,
  isTheirs,
  type SearchedTable,
} from "../forget/table-rows.js";
import { id, sql } from "../sql/sql.js";
import type { Environment } from "../stage.js";
import { inSchema } from "./postgres-names.js";

interface Forgotten {
  readonly searched: number;
  readonly deleted: number;
  readonly bytes: number;
  readonly traces: number;
}

/**
 * Deletes a person's rows from the clv_ tables of a schema, in one transaction, and vacuums these tables, so that their
 * pages are free for other rows. Views show what the tables hold.
 */
export async function forgetInPostgres(
  target: Extract<Sink, { to: "postgres" }>,
  config: Config,
  { person, attributes }: Pick<Eraser, "person" | "attributes">,
  { env, warn }: { readonly env: Environment; readonly warn: (message: string) => void },
): Promise<Forgotten> {
  const { path: schema } = target;
  const client = await connectPostgres({
    connection: connectionOf("postgres", target.connection, config),
    env,
    warn,
    statementTimeoutSeconds: config.engine.statementTimeoutSeconds,
    applicationName: "clv forget",
  });
  try {
    const named = inSchema(schema);
    const deleted = await client.transaction(async (tx) => {
      let changes = 0;
      for (const { name, table } of await publishedTables(tx, schema)) {
        const found = await findRows(table, person, attributes);
        const customer = customerColumn(table.columns);
        if (customer !== undefined && found.rows > 0)
          await tx.execute(sql`delete from ${named(name)} where ${isTheirs(customer, person)}`);
        for (const { column, values } of found.texts)
          for (const value of values)
            await tx.execute(
              sql`update ${named(name)} set ${id(column)} = ${person.redacted(value)} where ${id(column)} = ${value}`,
            );
        changes += found.rows + found.textRows;
      }
      return changes;
    });
    const tables = await publishedTables(client, schema);
    let traces = 0;
    let bytes = 0;
    for (const { name, table } of tables) {
      if (deleted > 0) await client.execute(sql`vacuum ${named(name)}`);
      const left: FoundRows = await findRows(table, person, attributes);
      traces += left.rows + left.textRows + left.elsewhere;
      const [size] = await client.rows(sql`select pg_table_size(${named(name).text}::regclass) as bytes`);
      bytes += Number(size?.bytes);
    }
    return { searched: tables.length, deleted, bytes, traces };
  } finally {
    await client.close();
  }
}

/** The tables of a schema that this program writes, views apart. */
async function publishedTables(
  on: Pick<PostgresStatements, "rows">,
  schema: string,
): Promise<{ name: string; table: SearchedTable }[]> {
  const found =
    await on.rows(sql`select c.relname as name, a.attname as col, format_type(a.atttypid, a.atttypmod) as type
from pg_class c join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where n.nspname = ${schema} and c.relkind in ('r', 'p') and c.relname like 'clv\_%' order by c.relname, a.attnum`);
  const columns = new Map<string, { name: string; type: string }[]>();
  for (const row of found) {
    const name = String(row.name);
    columns.set(name, [...(columns.get(name) ?? []), { name: String(row.col), type: String(row.type) }]);
  }
  return [...columns].map(([name, columns]) => ({
    name,
    table: { relation: inSchema(schema)(name), columns, rows: (select) => on.rows(select) },
  }));
}
