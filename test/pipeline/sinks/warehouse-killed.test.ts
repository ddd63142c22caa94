import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBConnection } from "@duckdb/node-api";
import { afterEach, expect, test, vi } from "vitest";
import type { Engine } from "../../../pipeline/engines/engine.js";
import { duckDbSink } from "../../../pipeline/sinks/duckdb/warehouse.js";
import { openScratchEngine, publishing, type Synthetic } from "../../servers/synthetic-scores.js";
import { scratch } from "../cli/clv-process.js";
import { query, type Row } from "../cli/read-back.js";

const folder = await scratch();
const warehouse = join(folder, "w.duckdb");
const small = { customers: 3, horizonsDays: [90], intervals: false, attributes: [] };
const large = { customers: 60_000, horizonsDays: [90], intervals: true, attributes: ["channel"] };

afterEach(() => {
  vi.restoreAllMocks();
});

async function publishTo(engine: Engine, path: string, scores: Synthetic): Promise<void> {
  const all = await publishing(engine, scores, {});
  const local = {
    engine,
    scores: all.scores,
    scoresFile: engine.tableFile({ name: "scores" })!,
    records: all.records,
  };
  await duckDbSink.publish({ to: "duckdb", path }, all, { open: async () => local });
}

const content = (database: string): Promise<Row[]> =>
  query(
    "select as_of, run_id, count(*) as n, sum(hash(t)::hugeint) as digest from clv_scores_history t group by all order by all",
    database,
  );

test.each([
  ["few rows", small],
  ["many rows", large],
])("killed at any statement of a publication of %s, a warehouse opens without its log: old, or new once committed", async (name, scores) => {
  const engine = await openScratchEngine(join(folder, name));
  await publishTo(engine, warehouse, { ...scores, asOf: "2024-01-31", runId: `${name} 1` });
  const before = await content(warehouse);
  const run = DuckDBConnection.prototype.run;
  const left: { readonly file: string; readonly committed: boolean }[] = [];
  let committed = false;
  // what a process leaves that is killed now: the file itself, and nothing beside it
  const leave = async (): Promise<void> => {
    const file = join(folder, name, "killed", `${left.length}.duckdb`);
    await mkdir(join(folder, name, "killed"), { recursive: true });
    await copyFile(warehouse, file);
    left.push({ file, committed });
  };
  const spy = vi.spyOn(DuckDBConnection.prototype, "run").mockImplementation(async function (
    this: DuckDBConnection,
    ...args: Parameters<typeof run>
  ) {
    const result = await run.apply(this, args);
    if (args[0] === "commit") committed = true;
    if (args[0] === "commit" || args[0].startsWith("insert")) await leave();
    return result;
  });
  await publishTo(engine, warehouse, { ...scores, asOf: "2024-02-29", runId: `${name} 2` });
  spy.mockRestore();
  await leave();
  await engine.close();
  const after = await content(warehouse);
  expect(after).not.toEqual(before);
  expect(left.filter((state) => state.committed).length).toBeGreaterThanOrEqual(2);
  expect(left.some((state) => !state.committed)).toBe(true);
  for (const { file, committed } of left) expect(await content(file)).toEqual(committed ? after : before);
  expect(await readdir(folder)).not.toContain("w.duckdb.wal");
});
