import { cp, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { bgNbd, seededRandom } from "../../../models/index.js";
import { gammaVariate } from "../../../models/numeric/random.js";
import type { ScoreSummary } from "../../../pipeline/artifacts/score-summary.js";
import { stageCommand } from "../../../pipeline/commands/run.js";
import { loadConfig } from "../../../pipeline/config/load-config.js";
import { executeRun } from "../../../pipeline/runner/open-run.js";
import { partitionCount } from "../../../pipeline/runs/partition-store.js";
import type { Io } from "../../../pipeline/terminal/io.js";
import { createReporter } from "../../../pipeline/terminal/reporter.js";
import { type Running, scratch, start } from "../cli/clv-process.js";
import { query, sha256 } from "../cli/read-back.js";
import { clvHere, recordingIo, runHere } from "../cli/run-here.js";
import { ordinary, shop, writeLog } from "../cli/shop-log.js";
import { dayAfter, daysBetween, logFolder } from "./logged-run.js";

const root = await scratch();
const begin = "2023-01-01";
const asOf = "2024-10-31";

/** Customers with a channel and a number of their own, as a continuous attribute has. */
function logLines(customers: number): (string | number)[][] {
  const random = seededRandom(21);
  const length = daysBetween(begin, asOf);
  return Array.from({ length: customers }, (_, i) => {
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
}

/** A run folder as it is, in a runs folder of its own. */
async function copied(runDir: string, runsDir: string): Promise<string> {
  const copy = join(runsDir, basename(runDir));
  await cp(runDir, copy, { recursive: true });
  return copy;
}

/** Scores of a run that is fitted, of all customers at once or in partitions: what was logged, and the run's files. */
async function scored(cwd: string, flags: Record<string, unknown>, partitions?: number) {
  const { io, err } = recordingIo(cwd);
  const reporter = createReporter(io, "debug");
  try {
    const config = await loadConfig("clv.yaml", flags, cwd);
    const options = {
      until: "score",
      resume: true,
      ...(partitions !== undefined && { partitions }),
    } as const;
    const { runDir, artifacts } = await executeRun(config, options, io, reporter);
    return { runDir, totals: artifacts.score_summary!, log: err() };
  } finally {
    reporter.close();
  }
}

/** One fit, scored twice: all customers at once, and in partitions. */
async function scoredBothWays(cwd: string, flags: Record<string, unknown>, partitions: number) {
  const name = await mkdtemp(join(root, "runs-"));
  const [once, inParts] = ["whole", "parts"].map((way) => join(name, way)) as [string, string];
  const { runDir } = await runHere(cwd, { ...flags, runsDir: once }, { until: "gate" });
  await copied(runDir, inParts);
  const whole = await scored(cwd, { ...flags, runsDir: once });
  const parts = await scored(cwd, { ...flags, runsDir: inParts }, partitions);
  expect(await sha256(scoresFile(parts.runDir))).toBe(await sha256(scoresFile(whole.runDir)));
  return { whole, parts };
}

const scoresFile = (runDir: string): string => join(runDir, "tables/scores.parquet");

/** Waits for a file to have content. */
async function appears(path: string): Promise<void> {
  for (let i = 0; i < 2000; i++) {
    if (await readFile(path).catch(() => null)) return;
    await sleep(5);
  }
  throw new Error(`${path} does not appear`);
}

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
  const models = [
    ["bg-nbd and gamma-gamma", 150, {}, 3],
    [
      "ziln, which is not trained on fewer",
      500,
      { spend: { model: "ziln", attributes: ["channel"] }, value: { horizonsDays: [90, 180] } },
      3,
    ],
    [
      "a continuous covariate",
      150,
      { purchase: { covariates: { purchase: ["age"], dropout: ["channel"], continuous: ["age"] } } },
      3,
    ],
    ["gamma-regression", 500, { spend: { model: "gamma-regression", attributes: ["channel"] } }, 4],
    ["credibility", 500, { spend: { model: "credibility" } }, 3],
    ["periods", 500, { purchase: { model: "bg-bb", period: 7 } }, 2],
  ] as const;

  test.each(models)("%s", async (_, customers, settings, partitions) => {
    const folder = await logFolder(root, logLines(customers), { attributes: ["channel", "age"] });
    const { whole, parts } = await scoredBothWays(folder, { asOf, ...settings }, partitions);
    const { intervals, ...others } = whole.totals;
    const { intervals: found, ...rest } = parts.totals;
    expect(rest).toEqual(others);
    closeTo(found, intervals);
    expect(await readdir(join(parts.runDir, "partitions")), "nothing is left of the parts").toEqual([]);
    expect((await readdir(join(parts.runDir, "tables"))).filter((file) => file.includes("part_"))).toEqual(
      [],
    );
  });

  test("also where partitions are empty", async () => {
    const few = await mkdtemp(join(root, "few-"));
    await writeLog(join(few, "shop.csv"), shop(24, ordinary));
    await writeFile(
      join(few, "clv.yaml"),
      "source: { paths: [shop.csv] }\ncolumns: { customer: customer_id, date: order_date, amount: amount }\n",
    );
    const { parts } = await scoredBothWays(few, {}, 12);
    expect(parts.log).toMatch(/partition \d+\/12: 0 scores/);
  });
});

/** A shop whose run is fitted (`base`), and what scoring it at once gives. */
interface Shop {
  readonly folder: string;
  readonly base: string;
  readonly scores: string;
  readonly totals: ScoreSummary;
}

async function fittedShop(customers: number, settings: string): Promise<Shop> {
  const folder = await mkdtemp(join(root, "jobs-"));
  await writeLog(join(folder, "shop.csv"), shop(customers, ordinary));
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [shop.csv] }
columns: { customer: customer_id, date: order_date, amount: amount }
engine: { threads: 1 }
publish: ["csv:out"]
${settings}
`,
  );
  const { runDir: base } = await runHere(folder, { runsDir: "base" }, { until: "gate" });
  await copied(base, join(folder, "whole"));
  const { runDir, totals } = await scored(folder, { runsDir: "whole" });
  return { folder, base, scores: await sha256(scoresFile(runDir)), totals };
}

/** The run folder of a runs folder of its own, fitted. */
const fitted = ({ base, folder }: Shop, runsDir: string): Promise<string> =>
  copied(base, join(folder, runsDir));

const wordsOf = (command: string[], runsDir: string): string[] => [
  ...[...command, "--config", "clv.yaml", "--runsDir", runsDir, "--debug"],
];

/** A job in a process of its own. */
const job = ({ folder }: Shop, command: string[], runsDir: string): Running =>
  start(wordsOf(command, runsDir), { cwd: folder });

/** A job within this process, which saves the start of another one, to its end: what it prints. */
async function ends({ folder }: Shop, command: string[], runsDir: string, code: number): Promise<string> {
  const commands = (io: Io) => [stageCommand("score", io), stageCommand("publish", io)];
  const ended = await clvHere(wordsOf(command, runsDir), folder, commands);
  const text = ended.err + ended.out;
  expect(ended.code, text).toBe(code);
  return text;
}

test("jobs at the same time on one run folder, then put together and published", async () => {
  const small = await fittedShop(400, "value: { horizonsDays: [180] }");
  const dir = await fitted(small, "together");
  const before = await readFile(join(dir, "manifest.json"), "utf8");
  const indices = [0, 1, 2];
  const jobs = indices.map((i) => job(small, ["score", "--partition", `${i}/3`, "--json"], "together"));
  const printed = await Promise.all(jobs.map((running) => running.finished));
  for (const { code, err } of printed) expect(code, err).toBe(0);
  const parts = printed.map(({ out }) => JSON.parse(out));
  expect(parts.map((p) => [p.partition, p.kept])).toEqual(indices.map((index) => [{ index, of: 3 }, false]));
  for (const { rows } of parts) expect(rows).toBeGreaterThan(100);
  expect(parts.reduce((sum, p) => sum + p.rows, 0)).toBe(400);
  expect(await readFile(join(dir, "manifest.json"), "utf8")).toBe(before);
  expect((await readdir(join(dir, "partitions"))).sort()).toEqual(indices.map((i) => `${i}-of-3.json`));
  const [overlap] = await query(
    `select count(*) as n, count(distinct customer_id) as customers from '${join(dir, "tables/scores_part_*_of_3.parquet")}'`,
  );
  expect(overlap).toEqual({ n: "400", customers: "400" });

  const again = await ends(small, ["score", "--partition", "2/3"], "together", 0);
  expect(again).toContain(`Partition 2/3: ${parts[2].rows} customers scored earlier, kept`);
  const merged = await ends(small, ["publish", "--partitions", "3"], "together", 0);
  for (const i of indices) expect(merged).toContain(`partition ${i}/3 is there`);
  expect(await sha256(scoresFile(dir))).toBe(small.scores);
  const summary = JSON.parse(await readFile(join(dir, "score_summary.json"), "utf8"));
  closeTo(summary.intervals, small.totals.intervals);
  expect((await readdir(join(small.folder, "out"))).length).toBeGreaterThan(0);
});

describe("jobs", () => {
  let base: Shop;
  beforeAll(async () => {
    base = await fittedShop(3000, "uncertainty: { intervals: false }");
  });

  test("missing parts, and those whose table is not the recorded one, are scored where they are put together", async () => {
    const dir = await fitted(base, "missing");
    for (const i of [0, 2]) await ends(base, ["score", "--partition", `${i}/3`], "missing", 0);
    const table = join(dir, "tables/scores_part_2_of_3.parquet");
    const bytes = await readFile(table);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(table, bytes);
    const log = await ends(base, ["score", "--partitions", "3"], "missing", 0);
    expect(log).toContain("partition 0/3 is there");
    for (const i of [1, 2]) expect(log).toMatch(new RegExp(`partition ${i}/3: \\d+ scores`));
    expect(await sha256(scoresFile(dir))).toBe(base.scores);
  });

  test("parts of another number, or of other inputs, are not used", async () => {
    const dir = await fitted(base, "others");
    await ends(base, ["score", "--partition", "0/2"], "others", 0);
    await ends(base, ["score", "--partition", "0/3"], "others", 0);
    const path = join(dir, "partitions/0-of-3.json");
    const record = JSON.parse(await readFile(path, "utf8"));
    await writeFile(path, JSON.stringify({ ...record, inputFingerprint: "that of another model" }));
    const log = await ends(base, ["score", "--partitions", "3"], "others", 0);
    expect(log).not.toContain("is there");
    expect(await sha256(scoresFile(dir))).toBe(base.scores);
    expect(await readdir(join(dir, "partitions"))).toEqual([]);
    expect((await readdir(join(dir, "tables"))).filter((file) => file.includes("part_"))).toEqual([]);
  });

  test("killed in the middle, a run with --partitions goes on with the missing ones", async () => {
    const dir = await fitted(base, "killed");
    const running = job(base, ["score", "--partitions", "9"], "killed");
    await running.shown("partition 1/9: ");
    running.child.kill("SIGKILL");
    await running.finished;
    const log = await ends(base, ["score", "--partitions", "9", "--resume"], "killed", 0);
    for (const i of [0, 1]) expect(log).toContain(`partition ${i}/9 is there`);
    expect(log).toMatch(/partition 8\/9: \d+ scores/);
    expect(await sha256(scoresFile(dir))).toBe(base.scores);
  });

  test("a job that was killed is repeated by the next one; two of one partition exclude each other", async () => {
    const dir = await fitted(base, "repeated");
    const lock = join(dir, "partitions/1-of-2.lock");
    const first = job(base, ["score", "--partition", "1/2"], "repeated");
    await appears(lock);
    first.child.kill("SIGSTOP");
    const refused = await ends(base, ["score", "--partition", "1/2"], "repeated", 7);
    expect(refused).toContain(`1-of-2.lock is held by process ${first.child.pid} on `);
    expect(refused).toContain("It scores partition 1/2; wait for it to end.");
    const other = await ends(base, ["score", "--partition", "0/2"], "repeated", 0);
    expect(other).toContain("customers scored, in ");
    first.child.kill("SIGKILL");
    await first.finished;
    const repeated = await ends(base, ["score", "--partition", "1/2"], "repeated", 0);
    expect(repeated).toContain(`took over the lock of process ${first.child.pid}`);
    const merged = await ends(base, ["score", "--partitions", "2"], "repeated", 0);
    for (const i of [0, 1]) expect(merged).toContain(`partition ${i}/2 is there`);
    expect(await sha256(scoresFile(dir))).toBe(base.scores);
  });

  test("start no stage before scoring: without a fit they end with 2 and say what comes first", async () => {
    const none = await ends(base, ["score", "--partition", "0/2"], "nothing", 2);
    expect(none).toMatch(
      /^RUN_NOT_FOUND: there is no run of this config.*`clv gate` with the same options first/m,
    );
    expect(await readdir(join(base.folder, "nothing")).catch(() => [])).toEqual([]);
    const run = await runHere(base.folder, { runsDir: "half" }, { until: "check" });
    const half = await ends(base, ["score", "--partition", "0/2"], "half", 2);
    expect(half).toContain(
      `RUN_NOT_FOUND: ${run.runDir} is not ready for scoring: fit is missing or has other inputs now.`,
    );
    const dir = await fitted(base, "changed");
    const model = join(dir, "model.json");
    await writeFile(model, (await readFile(model, "utf8")).replace('"format": 1', '"format": 1 '));
    const changed = await ends(base, ["score", "--partition", "0/2"], "changed", 2);
    expect(changed).toContain("fit is missing or has other inputs now");
  });

  test.each([
    ["2/2", "--partition 2/2: give i/n with i from 0 to n - 1"],
    ["one", "--partition one: give i/n"],
  ])("--partition %s is a usage error", async (partition, message) => {
    expect(await ends(base, ["score", "--partition", partition], "usage", 2)).toContain(`USAGE: ${message}`);
  });

  test("so are numbers of partitions that are none, both options together, and partitions of another stage", async () => {
    const commands = [
      ["score", "--partitions", "0"],
      ["score", "--partition", "0/2", "--partitions", "2"],
      ["fit", "--partitions", "2"],
    ];
    const finished = await Promise.all(commands.map((command) => job(base, command, "usage").finished));
    expect(finished.map(({ code }) => code)).toEqual([2, 2, 2]);
    const [none, both, other] = finished.map(({ err }) => err);
    expect(none).toContain("USAGE: --partitions 0: give a whole number from 1 on");
    expect(both).toContain("mutually exclusive");
    expect(other).toContain("partitions");
    expect(() => partitionCount(2.5)).toThrow("--partitions 2.5: give a whole number");
  });
});
