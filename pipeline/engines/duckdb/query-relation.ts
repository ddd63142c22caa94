import { DuckDBInstance, StatementType } from "@duckdb/node-api";
import type { Config } from "../../config/config.js";
import { ClvError } from "../../errors.js";
import { list, lit, raw, type Sql, sql } from "../../sql/sql.js";
import { withoutSecrets } from "../../text/without-secrets.js";

/** What a query over a file is made of. */
interface Queried {
  /** The rows of the file, which the query knows as the relation `source`. */
  readonly source: Sql;
  /** The files that `source` reads: nothing else can be read. */
  readonly files: readonly string[];
  readonly query: string;
  /** Parquet file for the result. */
  readonly out: string;
  readonly bounds: Config["engine"];
}

/**
 * Writes the result of a query over the relation `source` into a Parquet file, in a database of its own that holds nothing
 * else and can reach no other file. One thread works, so that the same query gives the same rows in the same order.
 * @throws ClvError CONFIG_INVALID with what the database says of the query, or when it is not one SELECT
 */
export async function queryRelation({ source, files, query, out, bounds }: Queried): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: bounds.memoryLimit,
    threads: "1",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  try {
    const connection = await instance.connect();
    await connection.run(sql`create view source as ${source}`.text);
    await connection.run(sql`set allowed_paths = [${list([...files, out].map(lit))}]`.text);
    await connection.run("set enable_external_access = false; set lock_configuration = true");
    try {
      const statements = await connection.extractStatements(query);
      const statement = statements.count === 1 ? await statements.prepare(0) : null;
      if (statement?.statementType !== StatementType.SELECT)
        throw new ClvError("CONFIG_INVALID", "source.query is not one SELECT statement.");
      const select = raw(query.replace(/;\s*$/, ""));
      await connection.run(
        sql`copy (${select}
) to ${out} (format parquet)`.text,
      );
    } catch (cause) {
      throw refused(cause);
    }
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}

function refused(cause: unknown): unknown {
  if (cause instanceof ClvError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const shown = text
    .replace(/^Failed to extract statements:\s*/, "")
    .split("\n\n")[0]!
    .trim();
  return new ClvError("CONFIG_INVALID", withoutSecrets(`source.query: ${shown}`), { cause });
}
