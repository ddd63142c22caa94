import { join } from "node:path";
import { ClvError } from "../errors.js";
import { list, lit, raw, type Sql, sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { literalPath } from "./literal-path.js";
import type { SourceFile } from "./source-file.js";
import type { FileContext, FileKind, SourceRelation } from "./source-kind.js";
import { probeText } from "./text/probe.js";
import { normaliseText } from "./text/records.js";

type SourceConfig = StageContext["config"]["source"];

const longestPlainLine = 1 << 20;

/** What differs between kinds of text. */
export interface TextForm {
  /** Names of the fields of a line. */
  names(path: string, source: SourceConfig): Promise<readonly string[]>;
  /** How a line is split, and which lines come before the first record. */
  form(source: SourceConfig): Pick<CsvReader, "delimiter" | "quote" | "header" | "skip">;
  /** The columns that fields, which are c1, c2 and so on, give. */
  columns(
    path: string,
    names: readonly string[],
    source: SourceConfig,
  ): Promise<Pick<SourceRelation, "columns" | "identity" | "broken">>;
}

/** A kind of files of which every record is a line, or several where a field is quoted. */
export function textKind(
  form: TextForm,
): Pick<FileKind, "isTyped" | "isLoaded" | "probe" | "openPlain" | "open"> {
  return {
    isTyped: false,
    isLoaded: false,
    probe: probeText,
    openPlain: async (file, context) =>
      isPlain(file, context.config.source) ? openPlain(form, file, context) : null,
    open: (...all) => openNormalised(form, ...all),
  };
}

/** Whether the engine's own CSV reader can be trusted with the file once its row count equals the line count. */
function isPlain(file: SourceFile, source: SourceConfig): boolean {
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
async function openPlain(kind: TextForm, file: SourceFile, context: StageContext): Promise<SourceRelation> {
  const { source } = context.config;
  const probe = needProbe(file);
  const names = await kind.names(file.path, source);
  const form = kind.form(source);
  const relation = readCsv(file.path, {
    ...form,
    names: names.map((_, i) => `c${i + 1}`),
    compression: probe.compression,
  });
  const firstLine = form.skip + (form.header ? 2 : 1);
  return {
    relation,
    ...(await kind.columns(file.path, names, source)),
    line: null,
    firstLine,
    expectedRows: Math.max(0, probe.lines - firstLine + 1),
    rawText: null,
    unsplittable: null,
  };
}

/** Our own splitter first, which loses no line, then the engine's reader on the clean file. */
async function openNormalised(
  kind: TextForm,
  file: SourceFile,
  index: number,
  work: string,
  context: FileContext,
): Promise<SourceRelation> {
  const { source } = context.config;
  const names = await kind.names(file.path, source);
  const { quote, ...form } = kind.form(source);
  const clean = join(work, `source_${index}.csv`);
  const result = await normaliseText(
    file.path,
    {
      ...form,
      quote: quote === "" ? null : quote,
      columns: names.length,
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
    ...(await kind.columns(file.path, names, source)),
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
export function readCsv(
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
