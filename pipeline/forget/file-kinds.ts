import { open } from "node:fs/promises";
import { extname } from "node:path";
import type { Config } from "../config.js";
import { arrowFile } from "./arrow-file.js";
import { csvFile } from "./csv-file.js";
import type { FileKind } from "./erased-file.js";
import { parquetFile } from "./parquet-file.js";
import { jsonFile, jsonLinesFile, plainFile } from "./text-files.js";
import { warehouseFile } from "./warehouse-file.js";

const byExtension: Readonly<Record<string, FileKind>> = {
  ".parquet": parquetFile,
  ".arrow": arrowFile,
  ".csv": csvFile,
  ".json": jsonFile,
  ".jsonl": jsonLinesFile,
};

/** How a file is to be read: by its name, a DuckDB database by its first bytes. */
export async function kindOf(path: string, bounds: Config["engine"]): Promise<FileKind> {
  return byExtension[extname(path)] ?? ((await isDuckDb(path)) ? warehouseFile(bounds) : plainFile);
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
