import { join } from "node:path";
import type { Config } from "../config.js";
import { isDatabase } from "../connections.js";
import { copyFromDuckDb } from "../engines/duckdb-file.js";
import { readArrowBatches } from "../sources/arrow-ipc.js";
import { literalPath } from "../sources/literal-path.js";
import { detectFormat, findFiles } from "../sources/resolve-sources.js";
import { openTextBytes } from "../sources/text-bytes.js";
import { id, list, type Sql, sql } from "../sql/sql.js";
import type { Eraser } from "./erased-file.js";
import { isTheirs } from "./table-rows.js";

/** Files of the log that hold a person, and sources that were not looked into. They belong to the user and stay as they are. */
export interface RemainingSources {
  readonly files: readonly string[];
  readonly unsearched: readonly string[];
}

/** Looks through the sources of configs, each file once: texts for the id as a word, typed files for the id in any column. */
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
      const holds = await holdsPerson(path, config, eraser).catch(() => null);
      if (holds === null) unsearched.add(path);
      else if (holds) files.add(path);
    }
  }
  return { files: [...files].sort(), unsearched: [...unsearched].sort() };
}

async function holdsPerson(path: string, config: Config, eraser: Eraser): Promise<boolean> {
  const { engine, work } = eraser;
  const format = config.source.format === "auto" ? await detectFormat(path) : config.source.format;
  const among = async (relation: Sql): Promise<boolean> => {
    const columns = await engine.describe(sql`select * from ${relation}`);
    const any = list(
      columns.map(({ name }) => isTheirs(name, eraser.person)),
      " or ",
    );
    const [row] = await engine.rows(sql`select count(*) as n from ${relation} t where ${any}`);
    return Number(row?.n) > 0;
  };
  switch (format) {
    case "text":
    case "jsonl":
      return textHolds(path, config, eraser);
    case "arrow": {
      const loaded = { name: "source_rows" };
      await engine.load(loaded, readArrowBatches(path));
      return among(id(loaded.name)).finally(() => engine.drop(loaded));
    }
    case "duckdb": {
      const copy = join(work, "source.parquet");
      await copyFromDuckDb(path, config, copy);
      return among(sql`read_parquet(${copy})`);
    }
    default:
      return among(sql`read_parquet(${literalPath(path)}, hive_partitioning = false)`);
  }
}

/** Walks a text, decompressed, in chunks that overlap by a line. */
async function textHolds(path: string, { source }: Config, { person }: Eraser): Promise<boolean> {
  const { chunks, encoding } = await openTextBytes(path, source.encoding);
  const decoder = new TextDecoder(encoding === "latin-1" ? "latin1" : encoding);
  let rest = "";
  for await (const chunk of chunks) {
    const text = rest + decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf("\n") + 1;
    const lines = text.slice(0, end);
    if (person.ids.some((customer) => lines.includes(customer)) && person.isNamedIn(lines)) return true;
    rest = text.slice(end);
  }
  return person.isNamedIn(rest);
}
