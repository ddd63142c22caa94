import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema } from "../config/config.js";
import type { Engine } from "../engines/engine.js";
import type { FileRows } from "../sources/file-rows.js";
import { openQueried, queryResult } from "../sources/queried-file.js";
import type { SourceFile } from "../sources/source-file.js";
import { fileKind } from "../sources/source-kinds.js";
import { textKeys } from "./propose-config.js";

/** Rows of a query over the file, which is read whole for it, as it seems to be written. */
export async function sampleQuery(
  file: SourceFile,
  share: number,
  engine: Engine,
  query: string,
): Promise<FileRows> {
  const kind = fileKind(file.format);
  const { dialect } = await kind.sample(file, share, engine, {});
  const written = dialect === null ? {} : textKeys(dialect);
  const config = configSchema.parse({ source: { ...written, query, paths: [file.path] } });
  const work = await mkdtemp(join(tmpdir(), "clv-query-"));
  try {
    const { signal } = new AbortController();
    const { unsplittable } = await openQueried(kind, file, 0, work, { engine, config, signal });
    const result: SourceFile = { ...file, path: queryResult(work, 0), format: "parquet" };
    const rows = await fileKind("parquet").sample(result, share, engine, {});
    // what text holds is text, however the engine calls it
    const types = rows.types.map((type) => (type === "VARCHAR" ? null : type));
    return { ...rows, types, dialect, unsplittable: unsplittable?.rows ?? 0 };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
