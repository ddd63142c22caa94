import { spawnSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { runCommand } from "../../../pipeline/commands/run.js";
import type { Manifest } from "../../../pipeline/runs/manifest.js";
import { stageNames } from "../../../pipeline/stage.js";
import { thorough } from "../../thorough.js";
import { cliFile, clv, scratch, start } from "../cli/clv-process.js";
import { sha256, warehouseContent } from "../cli/read-back.js";
import { clvHere } from "../cli/run-here.js";
import { uniform } from "../cli/shop-log.js";

const folder = await scratch();
const config = `source: { paths: [transactions.csv] }
columns: { customer: customer_id, date: order_date, amount: amount }
value: { horizonsDays: [365] }
`;
const kills = thorough ? 20 : 14;
const current = ["parquet", "csv", "arrow"].map((format) => `clv_scores.${format}`);

/** What a run publishes, by file; every format, and a warehouse. */
type State = Readonly<Record<string, string>>;
let before: State;
let after: State;
let inRun: State;
let stageSeconds: Record<string, number>;
let startSeconds: number;

const command = (dir: string, ...more: string[]): string[] => [
  ...["run", "--config", "clv.yaml", "--runsDir", `${dir}/runs`, "--engine.threads", "1"],
  ...["--publish", `parquet:${dir}/out`, `csv:${dir}/out`, `arrow:${dir}/out`, `duckdb:${dir}/out/w.duckdb`],
  ...more,
];

async function published(out: string): Promise<State> {
  const files = await Promise.all(current.map(async (name) => [name, await sha256(join(out, name))]));
  return {
    ...Object.fromEntries(files),
    warehouse: JSON.stringify(await warehouseContent(join(out, "w.duckdb"))),
  };
}

async function artifacts(runDir: string): Promise<State> {
  const names = ["model.json", "tables/scores.parquet", "histories.arrow", "spend_histories.arrow"];
  return Object.fromEntries(await Promise.all(names.map(async (n) => [n, await sha256(join(runDir, n))])));
}

beforeAll(async () => {
  const simulated = spawnSync(process.execPath, [
    ...[cliFile, "simulate", "--rows", "40000", "--columns", "minimal", "--seed", "11", "--out", folder],
  ]);
  expect(simulated.status, simulated.stderr.toString()).toBe(0);
  await writeFile(join(folder, "clv.yaml"), config);
  // an earlier as-of is published already: what readers see until the run replaces it
  const old = await clv(command("old", "--asOf", "2024-10-31", "--quiet"), { cwd: folder });
  expect(old.code, old.err).toBe(0);
  before = await published(join(folder, "old/out"));

  await mkdir(join(folder, "calm"));
  await cp(join(folder, "old/out"), join(folder, "calm/out"), { recursive: true });
  const began = Date.now();
  const running = start(command("calm", "--json"), { cwd: folder });
  let goingOn = true;
  const seen = new Set<string>();
  void running.finished.then(() => {
    goingOn = false;
  });
  while (goingOn) {
    for (const name of current) seen.add(`${name} ${await sha256(join(folder, "calm/out", name))}`);
    await sleep(5);
  }
  const calm = await running.finished;
  const seconds = (Date.now() - began) / 1000;
  expect(calm.code, calm.err).toBe(0);
  const result = JSON.parse(calm.out);
  stageSeconds = result.seconds;
  startSeconds = seconds - Object.values(stageSeconds).reduce((sum, s) => sum + s, 0);
  after = await published(join(folder, "calm/out"));
  inRun = await artifacts(result.runDir);
  const expected = current.flatMap((name) => [`${name} ${before[name]}`, `${name} ${after[name]}`]);
  for (const content of seen)
    expect(expected, "a reader saw something else than old or new").toContain(content);
}, 180_000);

test(`killed at ${kills} moments, then resumed: readers see old or new, and the end is the same to the byte`, async () => {
  const random = uniform(77);
  // one that ends in a moment cannot be hit on purpose
  const lasting = stageNames.filter((stage) => stageSeconds[stage]! > 0.04);
  const stageOf = (i: number): string => lasting[i % lasting.length]!;
  // each stage is hit at its very beginning, and after that at any moment
  const moment = (i: number): number => (i < lasting.length ? 0 : random());
  const trials = Array.from({ length: kills }, (_, i) => ({ i, stage: stageOf(i), at: moment(i) }));
  const reached: number[] = [];
  const lane = async (): Promise<void> => {
    for (let trial = trials.shift(); trial; trial = trials.shift()) reached.push(await killAndResume(trial));
  };
  await Promise.all([lane(), lane()]);
  expect(reached).toHaveLength(kills);
  // every lasting stage was hit: that many stages were recorded as done when the process died
  expect(lasting).toEqual(expect.arrayContaining(["ingest", "summarize", "fit", "score", "publish"]));
  expect(new Set(reached).size).toBeGreaterThanOrEqual(lasting.length);
}, 480_000);

/** @returns how many stages the manifest recorded as done at the moment of death */
async function killAndResume({ i, stage, at }: { i: number; stage: string; at: number }): Promise<number> {
  const dir = `trial-${i}`;
  const what = `kill ${i}, at ${at.toFixed(2)} of ${stage}`;
  await cp(join(folder, "old/out"), join(folder, dir, "out"), { recursive: true });
  const running = start(command(dir), { cwd: folder });
  const previous = stageNames[stageNames.indexOf(stage as never) - 1];
  if (previous) await running.shown(`${previous.padEnd(10)} done`);
  const length = stageSeconds[stage]! + (previous ? 0 : startSeconds);
  await sleep(1000 * at * length);
  running.child.kill("SIGKILL");
  await running.finished;

  const manifest = await readManifest(dir);
  const left = await published(join(folder, dir, "out"));
  for (const [name, content] of Object.entries(left))
    expect([before[name], after[name]], `${what}: ${name} is half written`).toContain(content);
  const warehouse = join(folder, dir, "without-log.duckdb");
  await cp(join(folder, dir, "out/w.duckdb"), warehouse);
  const whole = JSON.stringify(await warehouseContent(warehouse));
  const reported = manifest?.stages.publish !== undefined;
  expect(
    reported ? [after.warehouse] : [before.warehouse, after.warehouse],
    `${what}: without its log`,
  ).toContain(whole);

  const resumed = await clvHere(command(dir, "--resume", "--json"), folder, (io) => [runCommand(io)]);
  expect(resumed.code, `${what}: ${resumed.err}`).toBe(0);
  const { runDir, kept } = JSON.parse(resumed.out);
  expect(await artifacts(runDir), what).toEqual(inRun);
  expect(await published(join(folder, dir, "out")), what).toEqual(after);
  const done = Object.keys(manifest?.stages ?? {});
  expect(kept, `${what}: finished stages are kept`).toEqual(done);
  return done.length;
}

async function readManifest(dir: string): Promise<Manifest | null> {
  const runs = await readdir(join(folder, dir, "runs")).catch(() => []);
  const run = runs.find((name) => name.startsWith("latest-"));
  if (!run) return null;
  const text = await readFile(join(folder, dir, "runs", run, "manifest.json"), "utf8").catch(() => null);
  return text === null ? null : (JSON.parse(text) as Manifest);
}
