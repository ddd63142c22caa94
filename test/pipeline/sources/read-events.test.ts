import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import { openDuckDb } from "../../../pipeline/engines/duckdb/duckdb.js";
import type { Engine } from "../../../pipeline/engines/engine.js";
import { type EventContext, readEvents } from "../../../pipeline/sources/read-events.js";
import { calendarDay } from "../../../pipeline/time/day-number.js";
import { query } from "../cli/read-back.js";
import { quiet, spendEngine } from "../spend/spend-engine.js";

const { folder } = await spendEngine(1);
const log = { firstDay: "2024-01-01", asOf: "2024-12-31" };

async function contextOf(events: object[], files: readonly string[] = []): Promise<EventContext> {
  const sha256 = async (file: string): Promise<string> =>
    createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  return {
    ...quiet,
    config: configSchema.parse({ purchase: { events }, value: { horizonsDays: [365] } }),
    sideFiles: await Promise.all(files.map(async (file) => ({ name: file, sha256: await sha256(file) }))),
    // a server, which reads no files
    engine: { readsFiles: false } as Engine,
    openLocal: (directory) =>
      openDuckDb({ directory, memoryLimit: "500MB", threads: 1, spillDirectory: folder }),
    runDir: join(folder, "run"),
  };
}

test("a Parquet file is read by the embedded engine where that of the run reads none", async () => {
  const file = join(folder, "events.parquet");
  await query(
    `copy (select 'sale' as "Name", '2024-02' as "MONTH", null as kind) to '${file}' (format parquet)`,
  );
  const [sale, ...others] = await readEvents(log, await contextOf([{ file }], [file]));
  expect(others).toEqual([]);
  expect(sale).toMatchObject({ name: "sale", closed: false });
  expect([sale!.days.length, sale!.days[0]]).toEqual([29, calendarDay("2024-02-01")]);
});

test("a file that is another one than the run began with stops it", async () => {
  const file = join(folder, "events.csv");
  await writeFile(file, "name,date\nsale,2024-02-01\n");
  const context = await contextOf([{ file }], [file]);
  expect(await readEvents(log, context)).toEqual([
    { name: "sale", closed: false, days: [calendarDay("2024-02-01")] },
  ]);
  await writeFile(file, "name,date\nsale,2024-02-02\n");
  await expect(readEvents(log, context)).rejects.toMatchObject({ code: "SOURCE_CHANGED" });
});

test("holidays are those of the log's years and of the years that are predicted", async () => {
  const found = await readEvents(
    log,
    await contextOf([{ name: "b", dates: "2024-05-05" }, { holidays: "GB" }]),
  );
  expect(found[0]!.name).toBe("b");
  const christmas = found.find(({ name }) => name === "Christmas Day")!;
  expect(christmas.days[0]).toBe(calendarDay("2024-12-25"));
  expect(christmas.days).toContain(calendarDay("2025-12-25"));
  expect(christmas.days).not.toContain(calendarDay("2023-12-25"));
});
