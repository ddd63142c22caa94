import type { Config } from "../../config/config.js";
import { lookUp } from "../../sources/map-columns.js";
import type { SourceFile } from "../../sources/source-file.js";
import { readTextHeader, splitFields } from "../../sources/text/header.js";

/** One field of a rejected row, and where the row is. */
export interface IngestText {
  readonly file: string;
  readonly line: number | null;
  readonly text: string;
}

/**
 * A column of rejected rows out of their raw text: the fields of a line of text, or the keys of a row that is kept as JSON.
 * Rows whose text does not show the column are left out.
 */
export async function rejectedField(
  rows: readonly IngestText[],
  column: string | number,
  files: readonly SourceFile[],
  config: Config,
): Promise<IngestText[]> {
  const headers = new Map<string, readonly string[]>();
  const found: IngestText[] = [];
  for (const row of rows) {
    const file = files.find(({ name }) => name === row.file);
    if (file === undefined) continue;
    const text =
      file.format === "text"
        ? await ofLine(row.text, column, file, headers, config)
        : ofJson(row.text, column);
    if (text !== null && text.trim() !== "") found.push({ ...row, text });
  }
  return found;
}

async function ofLine(
  line: string,
  column: string | number,
  file: SourceFile,
  headers: Map<string, readonly string[]>,
  { source }: Config,
): Promise<string | null> {
  const names = headers.get(file.path) ?? (await readTextHeader(file.path, source));
  headers.set(file.path, names);
  const wanted = lookUp(
    column,
    names.map((name, at) => ({ name, at })),
  );
  return wanted === undefined ? null : (splitFields(line, source.delimiter, source.quote)[wanted.at] ?? null);
}

function ofJson(text: string, column: string | number): string | null {
  try {
    const row = JSON.parse(text) as Record<string, unknown>;
    const fields = Object.entries(row).map(([name, value]) => ({ name, value }));
    const value = lookUp(column, fields)?.value;
    return value === null || value === undefined ? null : String(value);
  } catch {
    return null;
  }
}
