import { join } from "node:path";
import type { Config } from "../config/config.js";
import { isDatabase } from "../config/connections.js";
import { copyFromDuckDb } from "../engines/duckdb/file.js";
import { readArrowBatches } from "../files/read-arrow.js";
import { elementsOf } from "../sources/kinds/json.js";
import { literalPath } from "../sources/literal-path.js";
import { lookUp } from "../sources/map-columns.js";
import { offeredColumns } from "../sources/offered-column.js";
import { detectFormat, findFiles } from "../sources/resolve-sources.js";
import type { FileFormat } from "../sources/source-file.js";
import { openTextBytes } from "../sources/text/bytes.js";
import { wholeFields } from "../sources/whole-fields.js";
import { id, list, lit, type Sql, sql } from "../sql/sql.js";
import type { Eraser } from "./erased-file.js";
import { type LineLayout, layoutOf } from "./line-layout.js";

/** Files of the log that hold a person, and sources that were not looked into. They belong to the user and stay as they are. */
export interface RemainingSources {
  readonly files: readonly string[];
  readonly unsearched: readonly string[];
}

/** Looks through the sources of configs, each file once, for the id in the customer's column. */
export async function remainingSources(
  configs: readonly Config[],
  eraser: Eraser,
): Promise<RemainingSources> {
  const files = new Set<string>();
  const unsearched = new Set<string>();
  const seen = new Set<string>();
  for (const config of configs) {
    const { format, table, paths } = config.source;
    if (isDatabase(format)) {
      unsearched.add(`${format} ${table ?? "query"}`);
      continue;
    }
    for (const path of (await findFiles(paths)).found.keys()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const holds = await fileHolds(path, format, config, eraser).catch(() => null);
      if (holds === null) unsearched.add(path);
      else if (holds) files.add(path);
    }
  }
  return { files: [...files].sort(), unsearched: [...unsearched].sort() };
}

async function fileHolds(
  path: string,
  format: FileFormat | "auto",
  config: Config,
  eraser: Eraser,
): Promise<boolean | null> {
  return searches[format === "auto" ? await detectFormat(path) : format](path, config, eraser);
}

/** Null where the customer's column is not known. */
type Search = (path: string, config: Config, eraser: Eraser) => Promise<boolean | null>;

const inText =
  (format: "text" | "jsonl"): Search =>
  async (path, config, eraser) => {
    const layout = await layoutOf(path, format, config);
    return layout && textHolds(path, layout, config, eraser);
  };

/** How each kind of file is searched. */
const searches: { readonly [Format in FileFormat]: Search } = {
  text: inText("text"),
  jsonl: inText("jsonl"),
  async json(path, config, { person }) {
    const layout = await layoutOf(path, "jsonl", config);
    for await (const element of elementsOf(path, path, config.source.encoding)) {
      const text = element.toString();
      if (layout && person.is(layout.customer(text)?.trim())) return true;
    }
    return layout === null ? null : false;
  },
  parquet: (path, config, eraser) =>
    columnHolds(sql`read_parquet(${literalPath(path)}, hive_partitioning = false)`, config, eraser),
  async arrow(path, config, eraser) {
    const loaded = { name: "source_rows" };
    await eraser.engine.load(loaded, readArrowBatches(path));
    return columnHolds(id(loaded.name), config, eraser).finally(() => eraser.engine.drop(loaded));
  },
  async duckdb(path, config, eraser) {
    const copy = join(eraser.work, "source.parquet");
    await copyFromDuckDb(path, config, copy);
    return columnHolds(sql`read_parquet(${copy})`, config, eraser);
  },
};

async function columnHolds(
  relation: Sql,
  { columns: { customer } }: Config,
  { engine, person }: Eraser,
): Promise<boolean | null> {
  const columns = await engine.describe(sql`select * from ${relation}`);
  const column = customer === undefined ? undefined : lookUp(customer, offeredColumns(columns));
  if (column === undefined) return null;
  const { value, text } = column;
  const [row] = await engine.rows(
    sql`select count(*) as n from ${relation} t where trim(cast(${text ?? value} as varchar)) in (${list(person.ids.map((customerId) => lit(customerId)))})`,
  );
  return Number(row?.n) > 0;
}

/** Walks the lines of a text, decompressed. One that cannot be split holds whoever is in any field of it. */
async function textHolds(
  path: string,
  layout: LineLayout,
  { source }: Config,
  { person }: Eraser,
): Promise<boolean> {
  const { chunks, encoding } = await openTextBytes(path, source.encoding);
  const decoder = new TextDecoder(encoding === "latin-1" ? "latin1" : encoding);
  const isNamed = (line: string): boolean => {
    const customer = layout.customer(line)?.trim();
    if (person.is(customer)) return true;
    if (customer !== undefined && layout.isWhole(line)) return false;
    return [...wholeFields(line, [source])].some((field) => person.is(field));
  };
  // quotes in an id are doubled in the file, or escaped
  const mayName = (text: string): boolean =>
    /""|\\/.test(text) || person.ids.some((one) => text.includes(one));
  let above = layout.linesAbove;
  const holds = (text: string): boolean => {
    if (above === 0 && !mayName(text)) return false;
    const lines = text.split(/\r?\n|\r/);
    const rows = lines.slice(above);
    above = Math.max(0, above - (lines.length - 1));
    return rows.some((line) => mayName(line) && isNamed(line));
  };
  let rest = "";
  for await (const chunk of chunks) {
    const text = rest + decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf("\n") + 1;
    if (holds(text.slice(0, end))) return true;
    rest = text.slice(end);
  }
  return holds(rest);
}
