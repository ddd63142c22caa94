import type { RecordBatch } from "apache-arrow";
import { type Config, configSchema } from "../config/config.js";
import { withDuckDbFile } from "../engines/duckdb/file.js";
import type { Engine, Row } from "../engines/engine.js";
import { ClvError } from "../errors.js";
import { readArrowBatches } from "../files/read-arrow.js";
import { id, list, raw, type Sql, sql } from "../sql/sql.js";
import { blockRows, type FileRows, sampleRows, type TableChoice } from "./file-rows.js";
import type { SourceFile } from "./source-file.js";
import { plainColumns } from "./struct-columns.js";
import { wideDecimalAdvice, wideDecimals } from "./wide-decimals.js";

/** Above it, spreading the sample would mean reading too much of the file: its head is taken. */
const spreadUpTo = 20_000_000;

/** Rows of a Parquet file. */
export async function sampleParquet(file: SourceFile, share: number, engine: Engine): Promise<FileRows> {
  const relation = sql`read_parquet(${file.path}, file_row_number = true)`;
  const described = await engine.describe(sql`select * from ${relation}`);
  const columns = plain(described.filter((c) => c.name !== "file_row_number"));
  const wide = await wideDecimals(file.path, engine);
  const [counted] = await engine.rows(sql`select count(*) as n from ${relation}`);
  const total = Number(counted?.n ?? 0);
  const rows = await engine.rows(sampled(relation, columns, raw("file_row_number"), total, share));
  const misread = columns.map(({ name }) => wide.has(name));
  return {
    ...fileRows(columns, rows, total),
    // what would be read is another number
    rows: rows.map((row) => columns.map((_, i) => (misread[i] ? null : (row[`c${i + 1}`] as string | null)))),
    warnings: [...wide].map(([name, type]) => `column ${name} is of type ${type}: ${wideDecimalAdvice}`),
  };
}

/** Rows of the beginning of an Arrow IPC file or stream. */
export async function sampleArrow(file: SourceFile, share: number, engine: Engine): Promise<FileRows> {
  const limit = Math.ceil(sampleRows * share);
  const head: RecordBatch[] = [];
  let taken = 0;
  let whole = true;
  for await (const batch of readArrowBatches(file.path)) {
    if (taken === limit) {
      whole = false;
      break;
    }
    const rows = Math.min(batch.numRows, limit - taken);
    if (rows < batch.numRows) whole = false;
    head.push(rows < batch.numRows ? batch.slice(0, rows) : batch);
    taken += rows;
  }
  if (head.length === 0) throw new ClvError("SOURCE_UNREADABLE", `${file.path} holds no record batch.`);
  const name = "inspected_arrow";
  await engine.load({ name }, head);
  const columns = plain(await engine.describe(sql`select * from ${id(name)}`));
  const rows = await engine.rows(sql`select ${texts(columns)} from ${id(name)} order by rowid`);
  await engine.drop({ name });
  return fileRows(columns, rows, whole ? taken : null);
}

/** Names of the tables and views of a DuckDB file. */
export async function duckDbTables(path: string): Promise<string[]> {
  return inDuckDb(path, async (rows) =>
    (await rows(sql`select table_name from information_schema.tables order by 1`)).map((row) =>
      String(row.table_name),
    ),
  );
}

/**
 * Rows of a table, view or query of a DuckDB file.
 * @throws ClvError SOURCE_UNREADABLE naming the tables when there is not exactly one and none is chosen
 */
export async function sampleDuckDb(file: SourceFile, share: number, choice: TableChoice): Promise<FileRows> {
  const tables = await duckDbTables(file.path);
  const table =
    choice.query === undefined ? (choice.table ?? (tables.length === 1 ? tables[0]! : null)) : null;
  if (choice.query === undefined && (table === null || !tables.includes(table)))
    throw new ClvError(
      "SOURCE_UNREADABLE",
      `${file.path} holds ${tables.length} table${tables.length === 1 ? "" : "s"} (${tables.slice(0, 20).join(", ")})` +
        (table === null ? "; name the one to read: --table NAME." : `, none named ${table}.`),
    );
  const relation =
    table === null ? sql`(${raw(choice.query!.replace(/;\s*$/, ""))})` : sql`(select * from ${id(table)})`;
  return inDuckDb(file.path, async (rows) => {
    const columns = plain(
      (await rows(sql`describe select * from ${relation}`)).map((c) => ({
        name: String(c.column_name),
        type: String(c.column_type),
      })),
    );
    const [counted] = await rows(sql`select count(*) as n from ${relation}`);
    const total = Number(counted?.n ?? 0);
    const numbered = sql`(select *, row_number() over () as inspected_row from ${relation})`;
    return {
      ...fileRows(columns, await rows(sampled(numbered, columns, raw("inspected_row"), total, share)), total),
      table,
    };
  });
}

type Column = { readonly name: string; readonly type: string; readonly value: Sql };

/** Columns and fields of structures that hold plain values. */
function plain(columns: readonly { readonly name: string; readonly type: string }[]): Column[] {
  return columns.flatMap(({ name, type }) => plainColumns(name, type, id(name)));
}

function inDuckDb<T>(path: string, work: (rows: (select: Sql) => Promise<Row[]>) => Promise<T>): Promise<T> {
  const bounds: Config["engine"] = configSchema.parse({}).engine;
  return withDuckDbFile(path, { access: "READ_ONLY", bounds, refused: "SOURCE_UNREADABLE" }, (file) =>
    work((select) => file.rows(select)),
  );
}

function sampled(relation: Sql, columns: readonly Column[], row: Sql, total: number, share: number): Sql {
  const limit = Math.ceil(sampleRows * share);
  const step = Math.ceil(total / limit);
  if (total > spreadUpTo || step <= 1) return sql`select ${texts(columns)} from ${relation} limit ${limit}`;
  return sql`select ${texts(columns)} from ${relation} where (${row} // ${blockRows}) % ${step} = 0 order by ${row}`;
}

/** Every column as text, named by position, so that odd names do no harm. */
function texts(columns: readonly Column[]): Sql {
  return list(columns.map((c, i) => sql`cast(${c.value} as varchar) as ${id(`c${i + 1}`)}`));
}

function fileRows(columns: readonly Column[], rows: readonly Row[], totalRows: number | null): FileRows {
  return {
    names: columns.map((c) => c.name),
    rows: rows.map((row) => columns.map((_, i) => row[`c${i + 1}`] as string | null)),
    types: columns.map((c) => c.type),
    unsplittable: 0,
    whole: totalRows !== null && rows.length === totalRows,
    totalRows,
    dialect: null,
  };
}
