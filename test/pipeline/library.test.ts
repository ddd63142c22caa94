import { execFile } from "node:child_process";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ClvError, openRun, run } from "../../pipeline/index.js";
import { ordinary, shop, writeLog } from "./cli/shop-log.js";

const examples = fileURLToPath(new URL("../../data/examples/", import.meta.url));
const execute = promisify(execFile);

/** What an example prints; it is resolved as whoever installs the package resolves it. */
async function example(name: string, ...words: string[]): Promise<string> {
  return (await execute(process.execPath, [join(examples, name), ...words], { cwd: folder })).stdout;
}

let folder: string;
let made: string;
const customers = 300;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clv-library-"));
  await writeLog(join(folder, "log.csv"), shop(customers, ordinary));
  await writeFile(
    join(folder, "clv.yaml"),
    "source: { paths: [log.csv] }\ncolumns: { customer: customer_id, date: order_date, amount: amount }\npublish: [csv:out]\n",
  );
  made = await example("run.mjs", "clv.yaml", "runs");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("the example of run makes a run and prints its model and totals", async () => {
  expect(made).toMatch(/^\S+-[0-9a-f]{12}: [\w-]+, done\n/);
  expect(made).toMatch(/^parameters, in days: \{/m);
  expect(made.match(/^next \d+ days: \d+ purchases, CLV \d+ /gm)).toHaveLength(3);
});

test("the example of openRun reads the scores and publishes them again", async () => {
  const published = join(folder, "runs", "out", "clv_scores.csv");
  await rm(published);
  const printed = await example("open-run.mjs", "runs");
  expect(printed.match(/^c\d+: \d+\.\d\d \w+ in a year$/gm)).toHaveLength(3);
  expect(printed).toContain(`${customers} customers, `);
  expect(printed).toContain(`published ${customers} scores again, to csv`);
  expect((await readFile(published, "utf8")).trim().split("\n")).toHaveLength(customers + 1);
});

test("a run that is opened has what the run of the same settings as an object made", async () => {
  const opened = await openRun("runs", { cwd: folder });
  const same = await run(
    {
      source: { paths: ["log.csv"] },
      columns: { customer: "customer_id", date: "order_date", amount: "amount" },
    },
    { cwd: folder, settings: { runsDir: "runs" }, until: "fit", resume: true, env: {} },
  );
  expect(same.runId).toBe(opened.runId);
  expect(Object.values(same.manifest.stages).filter(({ kept }) => kept).length).toBeGreaterThanOrEqual(4);
  const champion = await opened.artifact("champion");
  expect((await same.artifact("model")).purchase.dayParams).toEqual(champion.purchase.dayParams);
  const { rows } = await opened.artifact("histories");
  const histories = await opened.table("histories");
  expect(histories.numRows).toBe(rows);
  const n = histories.getChild("n")!.toArray() as ArrayLike<bigint | number>;
  expect(Array.from(n, Number).reduce((a, b) => a + b, 0)).toBe(customers);
});

test("what a run has not got to, and a folder without runs, is said", async () => {
  const half = await run("clv.yaml", { cwd: folder, settings: { runsDir: "half" }, until: "summarize" });
  await expect(half.artifact("champion")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  await expect(half.table("scores")).rejects.toThrow(`run ${half.runId} (done) has no scores yet`);
  await expect(openRun("nowhere", { cwd: folder })).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  await expect(run({ runsDir: 1 } as never, { cwd: folder })).rejects.toBeInstanceOf(ClvError);
});

test("a run whose log has changed is not published again", async () => {
  const opened = await openRun("runs", { cwd: folder });
  await appendFile(join(folder, "log.csv"), "c1,2024-12-30,10\n");
  await expect(opened.publish()).rejects.toMatchObject({ code: "SOURCE_CHANGED" });
});
