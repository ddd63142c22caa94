import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import type { Manifest } from "../../../pipeline/runs/manifest.js";
import { stageNames } from "../../../pipeline/stage.js";
import { near } from "../../models/near.js";
import { clv, scratch, start } from "../cli/clv-process.js";
import { sha256, warehouseContent } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { ordinary, shop, writeLog } from "../cli/shop-log.js";

const folder = await scratch();
const config = `source: { paths: [shop.csv] }
marts: none
columns: { customer: customer_id, date: order_date, amount: amount }
engine: { threads: 1 }
publish: ["csv:out", "duckdb:out/w.duckdb"]
`;
const all: readonly string[] = stageNames;
let runDir: string;
let model: string;
let scores: string;
let csv: string;

const run = (flags: Record<string, unknown> = {}) => runHere(folder, flags);

async function kept(flags: Record<string, unknown> = {}): Promise<string[]> {
  return (await runHere(folder, flags, { resume: true })).kept;
}

async function manifest(): Promise<Manifest> {
  return JSON.parse(await readFile(join(runDir, "manifest.json"), "utf8"));
}

async function same(): Promise<void> {
  expect(await sha256(join(runDir, "model.json"))).toBe(model);
  expect(await sha256(join(runDir, "tables/scores.parquet"))).toBe(scores);
}

beforeAll(async () => {
  await writeLog(join(folder, "shop.csv"), shop(1000, ordinary));
  await writeFile(join(folder, "clv.yaml"), config);
  const first = await run();
  ({ runDir } = first);
  expect(first.kept).toEqual([]);
  model = await sha256(join(runDir, "model.json"));
  scores = await sha256(join(runDir, "tables/scores.parquet"));
  csv = await sha256(join(folder, "out/clv_scores.csv"));
});

describe("--resume", () => {
  test("keeps every stage of a finished run, says so, and the manifest notes it", async () => {
    const { code, out, err } = await clv(["run", "--config", "clv.yaml", "--resume"], { cwd: folder });
    expect(code, err).toBe(0);
    for (const stage of all) expect(err).toMatch(new RegExp(`^${stage} +unchanged, kept$`, "m"));
    expect(out).toContain("1,000 customers");
    const { stages, status } = await manifest();
    expect(status).toBe("done");
    for (const stage of all) expect(stages[stage as keyof typeof stages]).toMatchObject({ kept: true });
    await same();
  });

  test("without it, another run begins, from the champion that the first one made", async () => {
    const runsDir = join(folder, "twice");
    const first = await run({ runsDir });
    const second = await run({ runsDir });
    expect([first.kept, second.kept]).toEqual([[], []]);
    expect(second.runId).not.toBe(first.runId);
    for (const { runDir: made } of [first, second])
      expect(await sha256(join(made, "model.json"))).toBe(model);
  });

  test.each([
    ["tables/customers.parquet", "summarize"],
    ["histories.arrow", "summarize"],
    ["model.json", "fit"],
    ["tables/scores.parquet", "score"],
    ["account.json", "ingest"],
  ])("notices that %s was changed and computes it again", async (file, stage) => {
    const path = join(runDir, file);
    const bytes = await readFile(path);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(path, bytes);
    expect(await kept()).toEqual(all.filter((name) => name !== stage));
    await same();
  });

  test.each([
    ["model.json", "fit"],
    ["tables/transactions.parquet", "ingest"],
  ])("notices that %s is gone", async (file, stage) => {
    await rm(join(runDir, file));
    expect(await kept()).toEqual(all.filter((name) => name !== stage));
    await same();
  });

  test.each(["out/clv_scores.csv", "out/w.duckdb"])("publishes again when %s is gone", async (file) => {
    await rm(join(folder, file));
    expect(await kept()).toEqual(all.slice(0, -1));
    expect(await warehouseContent(join(folder, "out/w.duckdb"))).toMatchObject({
      scores: expect.stringMatching(/^1000 /),
    });
  });

  test("publishes again, and only that, when the outputs are others", async () => {
    expect(await kept({ publish: ["csv:elsewhere"] })).toEqual(all.slice(0, -1));
    expect(await sha256(join(folder, "elsewhere/clv_scores.csv"))).toBe(
      await sha256(join(folder, "out/clv_scores.csv")),
    );
    expect(await kept()).toEqual(all.slice(0, -1));
  });

  test("starts over where the manifest cannot be read", async () => {
    await writeFile(join(runDir, "manifest.json"), "{");
    expect(await kept()).toEqual([]);
    await same();
  });

  test("another setting or another log is another run", async () => {
    const publish = ["csv:others"];
    const whole = await runHere(folder, { publish }, { resume: true });
    const margin = await run({ publish, value: { margin: 0.25 } });
    expect(whole.runDir).toBe(runDir);
    expect(margin.runDir).not.toBe(runDir);
    near(margin.totals.horizons[0].clv, 0.25 * whole.totals.horizons[0].clv, 1e-12);
    await writeLog(join(folder, "more.csv"), shop(1001, ordinary));
    const more = await run({ publish, source: { paths: ["more.csv"] } });
    expect(more.runDir).not.toBe(runDir);
    expect(more.customers).toBe(1001);
  });
});

describe("the same bytes", () => {
  test.each([
    { threads: 1, memoryLimit: "1GB" },
    { threads: 2, memoryLimit: "200MB" },
  ])("from another folder with $threads threads and $memoryLimit", async (engine) => {
    const away = await mkdtemp(join(folder, "away-"));
    await writeLog(join(away, "shop.csv"), shop(1000, ordinary));
    await writeFile(join(away, "clv.yaml"), config);
    const { runDir: there } = await runHere(away, { engine });
    expect(await sha256(join(there, "model.json"))).toBe(model);
    expect(await sha256(join(there, "tables/scores.parquet"))).toBe(scores);
    expect(await sha256(join(away, "out/clv_scores.csv"))).toBe(csv);
  });

  test("of the model whatever the order of the rows, under another run id", async () => {
    await writeLog(join(folder, "turned.csv"), shop(1000, ordinary).toReversed());
    const turned = await run({ source: { paths: ["turned.csv"] }, publish: ["csv:turned"] });
    expect(turned.runDir).not.toBe(runDir);
    expect(await sha256(join(turned.runDir, "model.json"))).toBe(model);
  });
});

describe("while a run goes on", () => {
  test("a second one ends with 7 and names process and host; status says running; SIGINT ends with 130", async () => {
    const dir = await scratch();
    await writeLog(join(dir, "shop.csv"), shop(8000, ordinary));
    await writeFile(join(dir, "clv.yaml"), config);
    const args = ["run", "--config", "clv.yaml"];
    const first = start(args, { cwd: dir });
    await first.shown("summarize  done");
    first.child.kill("SIGSTOP");
    const second = await clv(args, { cwd: dir });
    expect(second.code).toBe(7);
    expect(second.out).toBe("");
    expect(second.err).toMatch(
      new RegExp(`^RUN_LOCKED: .*lock\\.json is held by process ${first.child.pid} on ${hostname()} since `),
    );
    const status = await clv(["status"], { cwd: dir });
    expect(status.out).toMatch(new RegExp(`running \\(process ${first.child.pid} on ${hostname()}\\)`));
    expect(status.out).not.toContain("--resume");

    first.child.kill("SIGCONT");
    first.child.kill("SIGINT");
    const interrupted = await first.finished;
    expect(interrupted.code, interrupted.err).toBe(130);
    expect(interrupted.err).toMatch(/^INTERRUPTED: stopped by SIGINT; .*--resume.*$/m);
    expect(interrupted.out).toBe("");
    const stopped = await clv(["status"], { cwd: dir });
    expect(stopped.out).toMatch(/ interrupted {2}started /);
    expect(stopped.out).toContain("go on with the same command and --resume");

    const resumed = await clv([...args, "--resume", "--json"], { cwd: dir });
    expect(resumed.code, resumed.err).toBe(0);
    expect(resumed.err, "the lock was given back").not.toContain("took over");
    expect(JSON.parse(resumed.out).kept).toEqual(expect.arrayContaining(["ingest", "summarize"]));
    const a = JSON.parse(resumed.out).runDir;
    const b = (await runHere(dir, { runsDir: "fresh" })).runDir;
    expect(await sha256(join(a, "model.json"))).toBe(await sha256(join(b, "model.json")));
    expect(await sha256(join(a, "tables/scores.parquet"))).toBe(
      await sha256(join(b, "tables/scores.parquet")),
    );
  });

  test("SIGTERM before the first stage is done ends with 130 too", async () => {
    const running = start(["run", "--config", "clv.yaml", "--runsDir", "terminated"], { cwd: folder });
    for (let i = 0; i < 500 && !(await readFile(join(folder, "terminated/lock.json")).catch(() => null)); i++)
      await sleep(5);
    running.child.kill("SIGTERM");
    const { code, err } = await running.finished;
    expect(code, err).toBe(130);
    expect(err).toContain("stopped by SIGTERM");
  });

  test("a killed run is shown as killed, and its lock is taken over with a warning", async () => {
    const running = start(["run", "--config", "clv.yaml", "--runsDir", "killed"], { cwd: folder });
    await running.shown("ingest     done");
    running.child.kill("SIGKILL");
    await running.finished;
    const status = await clv(["status", "--runsDir", "killed"], { cwd: folder });
    expect(status.out).toMatch(/ killed {2}started /);
    const resumed = await runHere(folder, { runsDir: "killed" }, { resume: true });
    expect(resumed.log).toContain(
      `warning: took over the lock of process ${running.child.pid} on ${hostname()}`,
    );
  });
});
