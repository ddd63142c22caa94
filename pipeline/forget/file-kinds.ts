import { open } from "node:fs/promises";
import { basename, dirname, extname } from "node:path";
import { type ArtifactName, artifactFile, artifactKinds } from "../artifacts/artifacts.js";
import type { Config } from "../config/config.js";
import { partitionsName, tablesFolder } from "../runs/layout.js";
import { arrowFile } from "./arrow-file.js";
import { csvFile } from "./csv-file.js";
import type { FileKind } from "./erased-file.js";
import { fileWithoutCustomers } from "./json-file.js";
import { parquetFile } from "./parquet-file.js";
import { documents } from "./run-documents.js";
import { warehouseFile } from "./warehouse-file.js";

const tables: Readonly<Record<string, FileKind>> = {
  ".parquet": parquetFile,
  ".arrow": arrowFile,
  ".csv": csvFile,
};

/**
 * How a file is to be read: documents by their names, tables by their extension, a DuckDB database by its first bytes. Null for
 * one that this program did not write.
 */
export async function kindOf(path: string, bounds: Config["engine"]): Promise<FileKind | null> {
  const table = tables[extname(path)];
  if (table !== undefined) return isOurTable(path) ? table : null;
  const document = documents.get(basename(path));
  if (document !== undefined) return document;
  if (["models", partitionsName].includes(basename(dirname(path))) && extname(path) === ".json")
    return fileWithoutCustomers;
  return (await isDuckDb(path)) ? warehouseFile(bounds) : null;
}

const arrowFiles: ReadonlySet<string> = new Set(
  (Object.keys(artifactKinds) as ArtifactName[])
    .filter((name) => artifactKinds[name] === "arrow")
    .map(artifactFile),
);

/** Tables and Arrow files of a run, readings of the store, and what is published: clv_scores.csv, clv_scores_history/as_of=…/part-0.parquet. */
function isOurTable(path: string): boolean {
  const name = basename(path);
  const folder = basename(dirname(path));
  const table = folder.startsWith("as_of=") ? basename(dirname(dirname(path))) : folder;
  const isPublished = name.startsWith("clv_") || table.startsWith("clv_");
  return (
    isPublished ||
    dirname(path) === tablesFolder(dirname(dirname(path))) ||
    arrowFiles.has(name) ||
    /^(rows|rejected)\.parquet$/.test(name)
  );
}

async function isDuckDb(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0);
    return buffer.toString("latin1", 8) === "DUCK";
  } finally {
    await file.close();
  }
}
