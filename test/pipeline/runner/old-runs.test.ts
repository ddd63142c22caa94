import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { configHash } from "../../../pipeline/config/config.js";
import { loadConfig } from "../../../pipeline/config/load-config.js";
import { scratch } from "../cli/clv-process.js";
import { runHere } from "../cli/run-here.js";
import { day, ordinary, shop } from "../cli/shop-log.js";
import { logFolder } from "./logged-run.js";

describe("keepRuns", () => {
  let folder: string;
  const asOfs = [200, 215, 230, 245, 260].map(day);
  const settings = { uncertainty: { intervals: false }, publish: ["parquet:out"], keepRuns: 2 };
  // biome-ignore lint/suspicious/noExplicitAny: the object is JSON
  const runs: any[] = [];
  let other: string;

  const folders = async (): Promise<string[]> =>
    (await readdir(join(folder, "runs"))).filter((name) => /^\d{4}-/.test(name)).sort();

  beforeAll(async () => {
    folder = await logFolder(
      await scratch(),
      shop(800, ordinary).map((line) => line.slice(0, 3)),
    );
    ({ runId: other } = await runHere(folder, { ...settings, asOf: asOfs[0], seed: 2 }));
    for (const asOf of asOfs) runs.push(await runHere(folder, { ...settings, asOf }));
  });

  test("the latest of a configuration stay, and say which went", async () => {
    const kept = runs.slice(-2).map((run) => run.runId);
    expect(await folders()).toEqual([other, ...kept].sort());
    const logOf = (run: { runDir: string }) => readFile(join(run.runDir, "log.jsonl"), "utf8");
    expect(await logOf(runs[4])).toContain(`removed what is older than the latest 2 runs: ${runs[2].runId}`);
  });

  test("what was published and learned stays, and the next run is compared with the last", async () => {
    expect(await readdir(join(folder, "out/clv_scores_history"))).toEqual(asOfs.map((d) => `as_of=${d}`));
    expect(runs[4].monitoring.previousRun.runId).toBe(runs[3].runId);
    expect(runs[4].monitoring.tiers.length).toBeGreaterThan(0);
  });

  test("a run that was not published removes nothing", async () => {
    const before = await folders();
    const { runId } = await runHere(folder, { ...settings, asOf: day(270) }, { until: "score" });
    expect(await folders()).toEqual([...before, runId].sort());
  });

  test("a folder without a readable manifest is no run", async () => {
    const broken = join(folder, "runs", runs[3].runId, "manifest.json");
    await writeFile(broken, "{");
    await runHere(folder, { ...settings, asOf: day(275) });
    expect(await folders()).toContain(runs[3].runId);
  });

  test("it decides about no score", async () => {
    const hash = async (keepRuns: number) => configHash(await loadConfig("clv.yaml", { keepRuns }, folder));
    expect(await hash(1)).toBe(await hash(99));
  });
});
