import { makeBuilder, makeData, RecordBatch, Schema, Struct } from "apache-arrow";
import { rejectedRowsSchema } from "../../data/schemas/rejected-rows.js";
import { tableFile } from "../runs/layout.js";
import { partReason } from "../sql/order-parts.js";
import { list, type Sql, sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { literalPath, parquetRelation } from "./literal-path.js";
import type { StagedSource } from "./stage-source.js";
import { readRawLines } from "./text/lines.js";
import { namesForgotten } from "./withheld-text.js";

const batchRows = 8192;
/** Rejected rows whose text is shown. */
const shown = sql`reason not in ('FORGOTTEN', ${partReason})`;
const textColumns = new Schema(rejectedRowsSchema.fields.filter((field) => field.name !== "file"));
const texts = ({ tableName }: StagedSource): string => `texts_${tableName}`;
/** The rejected rows of one source as later runs are given them: line, reason, raw_text, in this order. */
export const rejectedTable = ({ tableName }: Pick<StagedSource, "tableName">): string =>
  `rejected_${tableName}`;

/**
 * rejected_rows: file, line, reason, raw_text of every row that was not accepted. For text the raw text is the line as
 * it stands in the file, for typed sources the row as JSON; a table of a server has no lines. Nothing is kept of the text
 * of a row that names a forgotten customer. Returns the number of rows.
 */
export async function writeRejectedRows(
  staged: readonly StagedSource[],
  context: StageContext,
): Promise<number> {
  const { engine, signal } = context;
  const parts: Sql[] = [];
  for (const source of staged) {
    const rows = await rejectedOf(source, context);
    if (rows) parts.push(sql`select ${source.file.name} as file, line, reason, raw_text from (${rows}) s`);
  }
  const none = sql`select cast('' as varchar) as file, cast(0 as bigint) as line, cast('' as varchar) as reason, cast('' as varchar) as raw_text where 1 = 0`;
  const rows = await engine.materialize(
    { name: "rejected_rows" },
    sql`select * from (${list(parts.length === 0 ? [none] : parts, "\nunion all ")}) r order by file, line, reason, raw_text`,
    signal,
  );
  for (const source of staged)
    if (source.source?.rawText === null) await engine.drop({ name: texts(source) });
  return rows;
}

/** Forgets the tables that `writeRejectedRows` leaves for the store. */
export async function dropRejected(tableName: string, { engine }: StageContext): Promise<void> {
  await engine.drop({ name: rejectedTable({ tableName }) });
}

/** A select of line, reason, raw_text; null when no row of the source was rejected. */
async function rejectedOf(staged: StagedSource, context: StageContext): Promise<Sql | null> {
  const { facts, reading, source, unsplittable } = staged;
  if (source === null)
    return reading?.rejectedFile ? sql`select * from ${parquetRelation(reading.rejectedFile)}` : null;
  if (source.keepsText === true)
    return sql`select cast(null as bigint) as line, reason, raw_text from ${staged.table} where reason <> ${partReason}`;
  if (facts !== null && facts.rejected + unsplittable === 0) return null;
  const { engine, signal, ingested, forgotten } = context;
  const found = await rejectedSelect(staged, context);
  if (ingested === undefined && forgotten === undefined) return found;
  const table = { name: rejectedTable(staged) };
  const ordered = (rows: Sql): Sql =>
    sql`select line, reason, raw_text from (${rows}) r order by line, reason, raw_text`;
  if (forgotten === undefined) {
    await engine.materialize(table, ordered(found), signal);
  } else {
    const loaded = { name: `withheld_${staged.tableName}` };
    await engine.load(loaded, withheld(found, context), signal);
    await engine.materialize(table, ordered(sql`select * from ${engine.dialect.table(loaded.name)}`), signal);
    await engine.drop(loaded);
  }
  return sql`select line, reason, raw_text from ${engine.dialect.table(table.name)}`;
}

/** Rejected rows with their text, from where the source was read. */
async function rejectedSelect(staged: StagedSource, context: StageContext): Promise<Sql> {
  const { engine, signal, runDir } = context;
  const source = staged.source!;
  const file = tableFile(runDir, staged.tableName);
  const parts: Sql[] = [];
  if (source.rawText === null) {
    const table = { name: texts(staged) };
    const lines = rejectedLines(staged, file, shown);
    await engine.load(table, textOf(staged, lines, context), signal);
    parts.push(sql`select line, reason, raw_text from ${engine.dialect.table(table.name)}`);
  } else {
    const lines = rejectedLines(staged, file, shown);
    parts.push(sql`select cast(r.line as bigint) as line, r.reason, s.raw_text from (${lines}) r
      join (select ${source.line} as line, ${source.rawText} as raw_text from ${source.relation}) s on s.line = r.line`);
  }
  if ((staged.facts?.forgotten ?? 0) > 0) {
    const lines = rejectedLines(staged, file, sql`reason = 'FORGOTTEN'`);
    parts.push(sql`select cast(line as bigint) as line, reason, '' as raw_text from (${lines}) f`);
  }
  if (source.unsplittable && source.unsplittable.rows > 0)
    parts.push(sql`select line, reason, raw_text from (${source.unsplittable.select}) u`);
  return list(parts, "\nunion all ");
}

/** The rejected rows of a staged source by line: select line, reason. */
function rejectedLines({ source, table }: StagedSource, tableFile: string, which: Sql): Sql {
  if (source!.line !== null) return sql`select line, reason from ${table} where ${which} order by line`;
  return sql`select file_row_number + ${source!.firstLine} as line, reason
from read_parquet(${literalPath(tableFile)}, file_row_number = true) where ${which} order by line`;
}

/** Rows without the text of those that name a forgotten customer. */
async function* withheld(
  rows: Sql,
  { engine, config, forgotten, signal }: StageContext,
): AsyncGenerator<RecordBatch> {
  const names = namesForgotten(forgotten!, config.source, config.ingest.foldIds);
  yield rejectedBatch([]);
  for await (const batch of engine.query(rows, signal)) {
    const [line, reason, text] = ["line", "reason", "raw_text"].map((name) => batch.getChild(name)!);
    yield rejectedBatch(
      Array.from({ length: batch.numRows }, (_, i) => {
        const found = { reason: String(reason!.get(i)), text: String(text!.get(i)) };
        return { line: Number(line!.get(i)), ...found, ...(names(found) && { text: "" }) };
      }),
    );
  }
}

/** Walks the rejected lines and the file side by side, so that neither is held in memory. */
async function* textOf(staged: StagedSource, lines: Sql, context: StageContext): AsyncGenerator<RecordBatch> {
  const reasons: string[] = [];
  async function* numbers(): AsyncGenerator<number> {
    for await (const batch of context.engine.query(lines, context.signal)) {
      const line = batch.getChild("line");
      const reason = batch.getChild("reason");
      for (let i = 0; i < batch.numRows; i++) {
        reasons.push(String(reason?.get(i)));
        yield Number(line?.get(i));
      }
    }
  }
  let rows: RejectedText[] = [];
  let taken = 0;
  for await (const { line, text } of readRawLines(
    staged.file.path,
    numbers(),
    context.config.source.encoding,
  )) {
    rows.push({ line, text, reason: reasons[taken] ?? "" });
    reasons[taken++] = "";
    if (rows.length === batchRows) {
      yield rejectedBatch(rows);
      rows = [];
      reasons.splice(0, taken);
      taken = 0;
    }
  }
  yield rejectedBatch(rows);
}

interface RejectedText {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

function rejectedBatch(rows: readonly RejectedText[]): RecordBatch {
  const values: Record<string, readonly unknown[]> = {
    line: rows.map((row) => BigInt(row.line)),
    reason: rows.map((row) => row.reason),
    raw_text: rows.map((row) => row.text),
  };
  const children = textColumns.fields.map((field) => {
    const builder = makeBuilder({ type: field.type });
    for (const value of values[field.name] ?? []) builder.append(value);
    return builder.finish().flush();
  });
  return new RecordBatch(
    textColumns,
    makeData({ type: new Struct(textColumns.fields), length: rows.length, nullCount: 0, children }),
  );
}
