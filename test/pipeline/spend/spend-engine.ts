import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { openDuckDb } from "../../../pipeline/engines/duckdb/duckdb.js";
import type { Engine } from "../../../pipeline/engines/engine.js";
import type { StageContext } from "../../../pipeline/stage.js";

/** A DuckDB in a folder of its own for one test file, and that folder. */
export async function spendEngine(threads: number): Promise<{ engine: Engine; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "clv-spend-"));
  const engine = await openDuckDb({
    directory: join(folder, "tables"),
    memoryLimit: "500MB",
    threads,
    spillDirectory: folder,
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { engine, folder };
}

export const quiet: Pick<StageContext, "signal" | "log" | "warn"> = {
  signal: new AbortController().signal,
  log: (): void => undefined,
  warn: (): void => undefined,
};
