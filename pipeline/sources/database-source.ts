import type { Config } from "../config/config.js";
import { connectionOf, type DatabaseKind, isWithEngine } from "../config/connections.js";
import type { TableRef } from "../engines/engine.js";
import { type Database, openDatabase } from "../engines/open-engine.js";
import { ClvError } from "../errors.js";
import { fingerprint } from "../files/fingerprint.js";
import { id, list, raw, type Sql, sql } from "../sql/sql.js";
import type { Environment, StageContext } from "../stage.js";
import { sourceTable, typedRelation } from "./read-typed.js";
import type { SourceFile } from "./source-file.js";
import type { ServerKind } from "./source-kind.js";

/** The rows of source.table, source.query or, for Spark, the Parquet folders of source.paths. */
export function sourceSelect({ source }: Config): Sql {
  if (source.query !== undefined) return raw(source.query.replace(/;\s*$/, ""));
  if (source.table !== undefined) return sql`select * from ${tableName(source.table)}`;
  const folders = source.paths.map((path) => sql`select * from parquet.${id(path)}`);
  return list(folders, " union all ");
}

/** shop.orders, each part quoted unless it is so already. */
function tableName(name: string): Sql {
  const parts = name.match(/"(?:[^"]|"")*"|[^.]+/g) ?? [];
  return list(
    parts.map((part) => (part.startsWith('"') ? raw(part) : id(part))),
    ".",
  );
}

/**
 * The source as a table of the engine for a while: a view where the engine works in that very server, else its rows, which
 * stream through this process.
 */
async function openTable(table: TableRef, context: StageContext): Promise<void> {
  const { config, engine, env, signal, warn } = context;
  const select = sourceSelect(config);
  if (isWithEngine(config.source.format, config.source.connection, config) && engine.expose) {
    await engine.expose(table, select, signal);
    return;
  }
  const database = await openSource(config, env, warn);
  try {
    await engine.load(table, database.query(select, signal), signal);
  } finally {
    await database.close();
  }
}

/** Opens the server of the source, when that is one that the engine does not work in. */
export function openSource(
  config: Config,
  env: Environment,
  warn: (message: string) => void,
): Promise<Database> {
  const kind = config.source.format as DatabaseKind;
  const { statementTimeoutSeconds } = config.engine;
  return openDatabase(kind, connectionOf(kind, config.source.connection, config), {
    env,
    warn,
    statementTimeoutSeconds,
  });
}

interface ServerForm {
  readonly name: DatabaseKind;
  /** A 64-bit hash of a row s. */
  readonly rowHash: Sql;
  /** Whether source.paths may be Parquet folders. */
  readonly readsFolders: boolean;
}

/** A kind of servers whose tables and queries are sources. */
export function serverKind(form: ServerForm): ServerKind {
  return {
    isTyped: false,
    isLoaded: true,
    async open(_file, index, _work, context) {
      const { engine } = context;
      const table = { name: sourceTable(index) };
      await openTable(table, context);
      return { ...(await typedRelation(engine, engine.dialect.table(table.name), null)), keepsText: true };
    },
    describe: (config, env, signal) => describeDatabase(form, config, env, signal),
  };
}

async function describeDatabase(
  { name: kind, rowHash, readsFolders }: ServerForm,
  config: Config,
  env: Environment,
  signal: AbortSignal,
): Promise<SourceFile> {
  const { source } = config;
  if (source.table === undefined && source.query === undefined && !(readsFolders && source.paths.length > 0))
    throw new ClvError(
      "CONFIG_INVALID",
      `source.format ${kind} needs source.table or source.query${readsFolders ? ", or Parquet folders as source.paths" : ""}.`,
    );
  const name = source.table ?? (source.query === undefined ? source.paths.join(" ") : "source.query");
  const database = await openSource(config, env, () => undefined);
  try {
    const [row] = await database.rows(
      sql`select cast(count(*) as decimal(38,0)) as n, cast(sum(cast(${rowHash} as decimal(38,0))) as decimal(38,0)) as h from (${sourceSelect(config)}) s`,
      signal,
    );
    return {
      path: `${database.place}/${name}`,
      name,
      format: kind,
      bytes: 0,
      sha256: fingerprint([String(row?.n), String(row?.h)]),
      stamp: null,
      probe: null,
    };
  } catch (error) {
    throw notFound(error, name, database.place);
  } finally {
    await database.close();
  }
}

function notFound(error: unknown, name: string, place: string): unknown {
  if (!(error instanceof ClvError) || error.code !== "ENGINE_REFUSED") return error;
  const { code } = (error.cause ?? {}) as { code?: unknown };
  const isMissing = code === "42P01" || /TABLE_OR_VIEW_NOT_FOUND|PATH_NOT_FOUND/.test(error.message);
  if (!isMissing) return error;
  return new ClvError(
    "SOURCE_NOT_FOUND",
    `${place} has no table ${name} that this role can see: ${error.message.split("\n")[0]}. Check source.table, its schema and the grants.`,
    { cause: error },
  );
}
