import { join } from "node:path";
import { ClvError } from "../errors.js";
import { id, list, lit, raw, type Sql, sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { literalPath } from "./literal-path.js";
import type { OfferedColumn } from "./offered-column.js";
import type { SourceRelation } from "./read-source.js";
import type { SourceFile } from "./source-file.js";
import { delimiterOf, readJsonKeys, readTextHeader } from "./text/header.js";
import { normaliseText } from "./text/records.js";

/** No JSON line holds this character unescaped, so that it can stand for "no separator". */
const noSeparator = "\u0001";
const longestPlainLine = 1 << 20;

/** Whether the engine's own CSV reader can be trusted with the file once its row count equals the line count. */
export function isPlain(file: SourceFile, source: StageContext["config"]["source"]): boolean {
  const { probe } = file;
  if (probe === null) return false;
  return (
    source.delimiter !== "whitespace" &&
    source.encoding === "utf-8" &&
    probe.validUtf8 &&
    !probe.hasNul &&
    !probe.hasBareCr &&
    probe.blankLines === 0 &&
    probe.longestLine < longestPlainLine
  );
}

/** The engine's CSV reader straight on the file: fast, and right if it yields exactly one row a line. */
export async function openPlain(file: SourceFile, context: StageContext): Promise<SourceRelation> {
  const { source } = context.config;
  const probe = needProbe(file);
  const json = file.format === "jsonl";
  const names = json ? ["raw"] : await readTextHeader(file.path, source);
  const header = !json && source.header;
  const skip = json ? 0 : source.skip;
  const relation = readCsv(file.path, {
    delimiter: json ? noSeparator : delimiterOf(source.delimiter),
    quote: json ? "" : source.quote,
    header,
    skip,
    names: names.map((_, i) => `c${i + 1}`),
    compression: probe.compression,
  });
  const firstLine = skip + (header ? 2 : 1);
  return {
    relation,
    ...(await textColumns(file, names, context)),
    line: null,
    firstLine,
    expectedRows: Math.max(0, probe.lines - firstLine + 1),
    rawText: null,
    unsplittable: null,
  };
}

/** Our own splitter first, which loses no line, then the engine's reader on the clean file. */
export async function openNormalised(
  file: SourceFile,
  index: number,
  work: string,
  context: StageContext,
): Promise<SourceRelation> {
  const { source } = context.config;
  const json = file.format === "jsonl";
  const names = json ? ["raw"] : await readTextHeader(file.path, source);
  const clean = join(work, `source_${index}.csv`);
  const result = await normaliseText(
    file.path,
    {
      delimiter: json ? noSeparator : delimiterOf(source.delimiter),
      quote: json || source.quote === "" ? null : source.quote,
      columns: names.length,
      header: !json && source.header,
      skip: json ? 0 : source.skip,
      encoding: needProbe(file).bom?.startsWith("utf-16") ? needProbe(file).bom! : source.encoding,
    },
    clean,
    context.signal,
  );
  const cleanCsv = {
    delimiter: ",",
    quote: '"',
    header: false,
    skip: 0,
    compression: "none",
    newLine: "\\n",
  } as const;
  const relation = readCsv(clean, { ...cleanCsv, names: ["line", ...names.map((_, i) => `c${i + 1}`)] });
  const unsplittable = readCsv(`${clean}.unsplittable`, {
    ...cleanCsv,
    names: ["line", "reason", "raw_text"],
  });
  return {
    relation,
    ...(await textColumns(file, names, context)),
    line: raw("cast(line as bigint)"),
    firstLine: 1,
    expectedRows: result.records,
    rawText: null,
    unsplittable: {
      select: sql`select cast(line as bigint) as line, reason, raw_text from ${unsplittable}`,
      rows: result.unsplittable,
    },
  };
}

async function textColumns(
  file: SourceFile,
  names: readonly string[],
  context: StageContext,
): Promise<Pick<SourceRelation, "columns" | "broken">> {
  if (file.format !== "jsonl")
    return {
      columns: names.map((name, i): OfferedColumn => ({ name, value: id(`c${i + 1}`), type: "text" })),
      broken: null,
    };
  const keys = await readJsonKeys(file.path, context.config.source.encoding);
  return {
    columns: keys.map(
      (name): OfferedColumn => ({
        name,
        value: sql`case when json_valid(c1) then c1 ->> ${jsonPointer(name)} end`,
        type: "text",
      }),
    ),
    broken: { when: raw("not json_valid(c1)"), reason: "INVALID_JSON" },
  };
}

/** RFC 6901: unlike a path, it can name any key. */
function jsonPointer(key: string): string {
  return `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

interface CsvReader {
  readonly delimiter: string;
  readonly quote: string;
  readonly header: boolean;
  readonly skip: number;
  readonly names: readonly string[];
  readonly compression: "none" | "gzip" | "zstd";
  /** As the reader spells it, with a backslash; stated where we wrote the file, found by the reader elsewhere. */
  readonly newLine?: string;
}

/** Everything stated, nothing detected: a sniffer that guesses differently tomorrow would change the result. */
function readCsv(
  path: string,
  { delimiter, quote, header, skip, names, compression, newLine }: CsvReader,
): Sql {
  const columns = list(names.map((name) => sql`${lit(name)}: 'VARCHAR'`));
  return sql`read_csv([${literalPath(path)}], hive_partitioning = false, auto_detect = false, delim = ${delimiter}, quote = ${quote}, escape = ${quote}, header = ${header},
  skip = ${skip}, columns = {${columns}}, compression = ${compression}, max_line_size = ${8 * longestPlainLine}, strict_mode = true${newLine === undefined ? raw("") : sql`, new_line = ${newLine}`})`;
}

function needProbe(file: SourceFile): NonNullable<SourceFile["probe"]> {
  if (file.probe === null) throw new ClvError("SOURCE_UNREADABLE", `${file.path} was not read as text`);
  return file.probe;
}
