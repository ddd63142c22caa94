import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { bgNbd, seededRandom } from "../../../models/index.js";
import { gammaVariate } from "../../../models/numeric/random.js";
import { loadConfig } from "../../../pipeline/load-config.js";
import { executeRun } from "../../../pipeline/open-run.js";
import type { ScoreSummary } from "../../../pipeline/stages/score-summary.js";
import { createReporter } from "../../../pipeline/terminal/reporter.js";
import { type Running, scratch, start } from "../cli/clv-process.js";
import { query, sha256 } from "../cli/read-back.js";
import { recordingIo, runHere } from "../cli/run-here.js";
import { ordinary, shop, writeLog } from "../cli/shop-log.js";
import { dayAfter, daysBetween, logFolder } from "./logged-run.js";

const root = await scratch();
const begin = "2023-01-01";
const asOf = "2024-10-31";

/** Customers with a channel and a number of their own, as a continuous attribute has. */
const lines = (() => {
  const random = seededRandom(21);
  const length = daysBetween(begin, asOf);
  return Array.from({ length: 500 }, (_, i) => {
    const channel = ["web", "app", "store", ""][i % 4]!;
    const age = 20 + ((i * 7919) % 6000) / 100;
    const own = gammaVariate(random, 9, 0.3);
    const first = (i * 11) % 420;
    const alpha = 40 * Math.exp(-0.01 * (age - 45));
    const { times } = bgNbd.simulate({ r: 0.7, alpha, a: 0.6, b: 3 }, length - first, random);
    const days = [...new Set([first, ...times.map((t) => first + Math.round(t))])];
    return days
      .filter((day) => day <= length)
      .map((day) => [
        `c${i}`,
        dayAfter(begin, day),
        (own * gammaVariate(random, 6, 6)).toFixed(2),
        channel,
        age,
      ]);
  }).flat();
})();

let folder: string;
beforeAll(async () => {
  folder = await logFolder(root, lines, { attributes: ["channel", "age"] });
});

/** Scores in partitions within this process; what it logged, and the run's files. */
async function scoredIn(partitions: number, flags: Record<string, unknown>, cwd = folder) {
  const { io, err } = recordingIo(cwd);
  const reporter = createReporter(io, "debug");
  try {
    const config = await loadConfig("clv.yaml", flags, cwd);
    const { runDir, artifacts } = await executeRun(
      config,
      { until: "score", resume: false, partitions },
      io,
      reporter,
    );
    return { runDir, totals: artifacts.score_summary!, log: err() };
  } finally {
    reporter.close();
  }
}

const scoresFile = (runDir: string): string => join(runDir, "tables/scores.parquet");

/** Numbers that are equal but for the order in which doubles were added. */
function closeTo(found: unknown, expected: unknown, what = "totals"): void {
  if (typeof expected === "number") {
    const distance = Math.abs((found as number) - expected);
    expect(distance, what).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));
  } else if (typeof expected === "object" && expected !== null) {
    expect(Object.keys(found as object), what).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(expected))
      closeTo((found as Record<string, unknown>)[key], value, `${what}.${key}`);
  } else expect(found, what).toEqual(expected);
}

describe("scores in partitions are those of all customers at once, to the byte", () => {
  test.each([
    ["bg-nbd and gamma-gamma", {}, 3],
    ["gamma-regression", { spend: { model: "gamma-regression", attributes: ["channel"] } }, 4],
    ["ziln", { spend: { model: "ziln", attributes: ["channel"] }, value: { horizonsDays: [90, 180] } }, 3],
    [
      "a continuous covariate",
      { purchase: { covariates: { purchase: ["age"], dropout: ["channel"], continuous: ["age"] } } },
      3,
    ],
    ["periods", { purchase: { model: "bg-bb", period: 7 } }, 2],
  ] as const)(
    "%s",
    async (name, settings, partitions) => {
      const flags = { asOf, ...settings };
      const whole = await runHere(folder, { ...flags, runsDir: `whole ${name}` }, { until: "score" });
      const parts = await scoredIn(partitions, { ...flags, runsDir: `parts ${name}` });
      expect(await sha256(scoresFile(parts.runDir))).toBe(await sha256(scoresFile(whole.runDir)));
      const { intervals, ...others } = whole.totals as ScoreSummary;
      const { intervals: found, ...rest } = parts.totals;
      expect(rest).toEqual(others);
      closeTo(JSON.parse(JSON.stringify(found)), intervals);
      expect(await readdir(join(parts.runDir, "partitions")), "nothing is left of the parts").toEqual([]);
      expect((await readdir(join(parts.runDir, "tables"))).filter((file) => file.includes("part_"))).toEqual(
        [],
      );
    },
    120_000,
  );

  test("also where partitions are empty", async () => {
    const few = await mkdtemp(join(root, "few-"));
    await writeLog(join(few, "shop.csv"), shop(60, ordinary));
    await writeFile(
      join(few, "clv.yaml"),
      "source: { paths: [shop.csv] }\ncolumns: { customer: customer_id, date: order_date, amount: amount }\n",
    );
    const whole = await runHere(few, { runsDir: "whole" }, { until: "score" });
    const parts = await scoredIn(40, { runsDir: "parts" }, few);
    expect(parts.log).toMatch(/partition \d+\/40: 0 scores/);
    expect(await sha256(scoresFile(parts.runDir))).toBe(await sha256(scoresFile(whole.runDir)));
  }, 60_000);
});

describe("jobs", () => {
  const flags = ["--config", "clv.yaml"];
  let shopFolder: string;
  let scores: string;
  let runDir: string;

  beforeAll(async () => {
    shopFolder = await mkdtemp(join(root, "jobs-"));
    await writeLog(join(shopFolder, "shop.csv"), shop(3000, ordinary));
    await writeFile(
      join(shopFolder, "clv.yaml"),
      `source: { paths: [shop.csv] }
columns: { customer: customer_id, date: order_date, amount: amount }
engine: { threads: 1 }
publish: ["csv:out"]
`,
    );
    ({ runDir } = await runHere(shopFolder, { runsDir: "whole" }, { until: "score" }));
    scores = await sha256(scoresFile(runDir));
  }, 60_000);

  /** The run folder of a runs folder of its own, fitted. */
  async function fitted(runsDir: string): Promise<string> {
    const run = await runHere(shopFolder, { runsDir }, { until: "fit" });
    return run.runDir;
  }

  const job = (command: string[], runsDir: string): Running =>
    start([...command, ...flags, "--runsDir", runsDir, "--debug"], { cwd: shopFolder });

  async function ends(running: Running, code: number): Promise<string> {
    const finished = await running.finished;
    expect(finished.code, finished.err).toBe(code);
    return finished.err + finished.out;
  }

  const exists = async (path: string): Promise<void> => {
    for (let i = 0; i < 2000; i++) {
      if (await readFile(path).catch(() => null)) return;
      await sleep(5);
    }
    throw new Error(`${path} does not appear`);
  };

  test("at the same time on one run folder, then put together and published", async () => {
    const dir = await fitted("together");
    const before = await readFile(join(dir, "manifest.json"), "utf8");
    const jobs = [0, 1, 2, 3].map((i) => job(["score", "--partition", `${i}/4`, "--json"], "together"));
    const printed = await Promise.all(jobs.map((running) => running.finished));
    for (const { code, err } of printed) expect(code, err).toBe(0);
    const parts = printed.map(({ out }) => JSON.parse(out));
    expect(parts.map((p) => [p.partition, p.kept])).toEqual(
      [0, 1, 2, 3].map((index) => [{ index, of: 4 }, false]),
    );
    for (const { rows } of parts) expect(rows).toBeGreaterThan(600);
    expect(parts.reduce((sum, p) => sum + p.rows, 0)).toBe(3000);
    expect(await readFile(join(dir, "manifest.json"), "utf8")).toBe(before);
    expect((await readdir(join(dir, "partitions"))).sort()).toEqual(
      [0, 1, 2, 3].map((i) => `${i}-of-4.json`),
    );
    const [overlap] = await query(
      `select count(*) as n, count(distinct customer_id) as customers from '${join(dir, "tables/scores_part_*_of_4.parquet")}'`,
    );
    expect(overlap).toEqual({ n: "3000", customers: "3000" });

    const again = await ends(job(["score", "--partition", "2/4"], "together"), 0);
    expect(again).toContain(
      `Partition 2/4: ${parts[2].rows.toLocaleString("en-US")} customers scored earlier, kept`,
    );
    const merged = await ends(job(["publish", "--partitions", "4"], "together"), 0);
    for (const i of [0, 1, 2, 3]) expect(merged).toContain(`partition ${i}/4 is there`);
    expect(await sha256(scoresFile(dir))).toBe(scores);
    expect((await readdir(join(shopFolder, "out"))).length).toBeGreaterThan(0);
  }, 60_000);

  test("missing parts, and those whose table is not the recorded one, are scored where they are put together", async () => {
    const dir = await fitted("missing");
    for (const i of [0, 2]) await ends(job(["score", "--partition", `${i}/3`], "missing"), 0);
    const table = join(dir, "tables/scores_part_2_of_3.parquet");
    const bytes = await readFile(table);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(table, bytes);
    const log = await ends(job(["score", "--partitions", "3"], "missing"), 0);
    expect(log).toContain("partition 0/3 is there");
    for (const i of [1, 2]) expect(log).toMatch(new RegExp(`partition ${i}/3: \\d+ scores`));
    expect(await sha256(scoresFile(dir))).toBe(scores);
  }, 60_000);

  test("parts of another number, or of other inputs, are not used", async () => {
    const dir = await fitted("others");
    await ends(job(["score", "--partition", "0/2"], "others"), 0);
    await ends(job(["score", "--partition", "0/3"], "others"), 0);
    const path = join(dir, "partitions/0-of-3.json");
    const record = JSON.parse(await readFile(path, "utf8"));
    await writeFile(path, JSON.stringify({ ...record, inputFingerprint: "that of another model" }));
    const log = await ends(job(["score", "--partitions", "3"], "others"), 0);
    expect(log).not.toContain("is there");
    expect(await sha256(scoresFile(dir))).toBe(scores);
    expect(await readdir(join(dir, "partitions"))).toEqual([]);
    expect((await readdir(join(dir, "tables"))).filter((file) => file.includes("part_"))).toEqual([]);
  }, 60_000);

  test("killed in the middle, a run with --partitions goes on with the missing ones", async () => {
    const dir = await fitted("killed");
    const running = job(["score", "--partitions", "9"], "killed");
    await running.shown("partition 1/9: ");
    running.child.kill("SIGKILL");
    await running.finished;
    const log = await ends(job(["score", "--partitions", "9", "--resume"], "killed"), 0);
    for (const i of [0, 1]) expect(log).toContain(`partition ${i}/9 is there`);
    expect(log).toMatch(/partition 8\/9: \d+ scores/);
    expect(await sha256(scoresFile(dir))).toBe(scores);
  }, 60_000);

  test("a job that was killed is repeated by the next one; two of one partition exclude each other", async () => {
    const dir = await fitted("repeated");
    const lock = join(dir, "partitions/1-of-2.lock");
    const first = job(["score", "--partition", "1/2"], "repeated");
    await exists(lock);
    first.child.kill("SIGSTOP");
    const refused = await ends(job(["score", "--partition", "1/2"], "repeated"), 7);
    expect(refused).toContain(`1-of-2.lock is held by process ${first.child.pid} on `);
    expect(refused).toContain("It scores partition 1/2; wait for it to end.");
    const other = await ends(job(["score", "--partition", "0/2"], "repeated"), 0);
    expect(other).toContain("customers scored, in ");
    first.child.kill("SIGKILL");
    await first.finished;
    const repeated = await ends(job(["score", "--partition", "1/2"], "repeated"), 0);
    expect(repeated).toContain(`took over the lock of process ${first.child.pid}`);
    const merged = await ends(job(["score", "--partitions", "2"], "repeated"), 0);
    for (const i of [0, 1]) expect(merged).toContain(`partition ${i}/2 is there`);
    expect(await sha256(scoresFile(dir))).toBe(scores);
  }, 60_000);

  test("start no stage before scoring: without a fit they end with 2 and say what comes first", async () => {
    const none = await ends(job(["score", "--partition", "0/2"], "nothing"), 2);
    expect(none).toMatch(
      /^RUN_NOT_FOUND: there is no run of this config.*`clv fit` with the same options first/m,
    );
    expect(await readdir(join(shopFolder, "nothing")).catch(() => [])).toEqual([]);
    const run = await runHere(shopFolder, { runsDir: "half" }, { until: "summarize" });
    const half = await ends(job(["score", "--partition", "0/2"], "half"), 2);
    expect(half).toContain(
      `RUN_NOT_FOUND: ${run.runDir} is not fitted: fit is missing or has other inputs now.`,
    );
    const dir = await fitted("changed");
    const model = join(dir, "model.json");
    await writeFile(model, (await readFile(model, "utf8")).replace('"format": 1', '"format": 1 '));
    const changed = await ends(job(["score", "--partition", "0/2"], "changed"), 2);
    expect(changed).toContain("fit is missing or has other inputs now");
  }, 60_000);

  test.each([
    [["score", "--partition", "2/2"], "--partition 2/2: give i/n with i from 0 to n - 1"],
    [["score", "--partition", "one"], "--partition one: give i/n"],
    [["score", "--partitions", "0"], "--partitions 0: give a whole number from 1 on"],
    [["publish", "--partitions", "2.5"], "--partitions 2.5: give a whole number"],
    [["score", "--partition", "0/2", "--partitions", "2"], "mutually exclusive"],
    [["fit", "--partitions", "2"], "partitions"],
  ])("%j is a usage error", async (command, message) => {
    expect(await ends(job(command, "usage"), 2)).toContain(message);
  });
});
