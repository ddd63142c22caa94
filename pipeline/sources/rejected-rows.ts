import { join } from "node:path";
import { makeBuilder, makeData, RecordBatch, Schema, Struct } from "apache-arrow";
import { rejectedRowsSchema } from "../../data/schemas/rejected-rows.js";
import { list, lit, type Sql, sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { rejectedLines, type StagedSource } from "./stage-source.js";
import { readRawLines } from "./text-lines.js";

const batchRows = 8192;
const rejectedText = { name: "rejected_text" };

/**
 * rejected_rows: file, line, reason, raw_text of every row that was not accepted. For text the raw text is the line as
 * it stands in the file, for typed sources the row as JSON; a table of a server has no lines. Returns the number of rows.
 */
export async function writeRejectedRows(
  staged: readonly StagedSource[],
  context: StageContext,
): Promise<number> {
  const { engine, signal, runDir } = context;
  const tableFile = (name: string): string => join(runDir, "tables", `${name}.parquet`);
  const parts: Sql[] = [];
  const texts = staged.filter((s) => s.source.rawText === null);
  if (texts.length > 0) {
    await engine.load(rejectedText, textsOf(texts, tableFile, context), signal);
    parts.push(sql`select file, line, reason, raw_text from ${engine.dialect.table(rejectedText.name)}`);
  }
  for (const source of staged) {
    const file = lit(source.file.name);
    if (source.source.keepsText === true)
      parts.push(
        sql`select ${file} as file, cast(null as bigint) as line, reason, raw_text from ${source.table} where reason is not null`,
      );
    else if (source.source.rawText !== null) {
      const lines = rejectedLines(source, tableFile);
      parts.push(sql`select ${file} as file, cast(r.line as bigint) as line, r.reason, s.raw_text from (${lines}) r
        join (select ${source.source.line} as line, ${source.source.rawText} as raw_text from ${source.source.relation}) s on s.line = r.line`);
    }
    const { unsplittable } = source.source;
    if (unsplittable && unsplittable.rows > 0)
      parts.push(sql`select ${file} as file, line, reason, raw_text from (${unsplittable.select})`);
  }
  const rows = await engine.materialize(
    { name: "rejected_rows" },
    sql`select * from (${list(parts, "\nunion all ")}) r order by file, line, reason`,
    signal,
  );
  await engine.drop(rejectedText);
  return rows;
}

async function* textsOf(
  staged: readonly StagedSource[],
  tableFile: (name: string) => string,
  context: StageContext,
): AsyncGenerator<RecordBatch> {
  for (const source of staged) yield* textOf(source, rejectedLines(source, tableFile), context);
}

/** Walks the rejected lines and the file side by side, so that neither is held in memory. */
async function* textOf(source: StagedSource, lines: Sql, context: StageContext): AsyncGenerator<RecordBatch> {
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
    source.file.path,
    numbers(),
    context.config.source.encoding,
  )) {
    rows.push({ line, text, reason: reasons[taken] ?? "" });
    reasons[taken++] = "";
    if (rows.length === batchRows) {
      yield rejectedBatch(source.file.name, rows);
      rows = [];
      reasons.splice(0, taken);
      taken = 0;
    }
  }
  yield rejectedBatch(source.file.name, rows);
}

interface RejectedText {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

function rejectedBatch(file: string, rows: readonly RejectedText[]): RecordBatch {
  const values: Record<string, readonly unknown[]> = {
    file: rows.map(() => file),
    line: rows.map((row) => BigInt(row.line)),
    reason: rows.map((row) => row.reason),
    raw_text: rows.map((row) => row.text),
  };
  const schema = new Schema(rejectedRowsSchema.fields);
  const children = schema.fields.map((field) => {
    const builder = makeBuilder({ type: field.type });
    for (const value of values[field.name] ?? []) builder.append(value);
    return builder.finish().flush();
  });
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length: rows.length, nullCount: 0, children }),
  );
}
