import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { bgNbd } from "../../../models/index.js";
import { fingerprint } from "../../../pipeline/files/fingerprint.js";
import { thorough } from "../../thorough.js";
import { query, sha256, warehouseContent } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { simulatedLog } from "./simulated-log.js";

type Row = readonly [customer: string, day: string, amount: string];
type Broken = (rows: readonly Row[]) => readonly Row[];

const root = await mkdtemp(join(tmpdir(), "clv-broken-month-"));
afterAll(() => rm(root, { recursive: true, force: true }));

const model = { r: 0.8, alpha: 25, a: 0.7, b: 3 };
const size = { customers: 600, days: 366, arrivals: 366, seed: 5 };
const log = (simulatedLog(bgNbd, model, "2024-01-01", size) as (readonly string[])[])
  .map(([customer, day, amount]): Row => [customer!, day!, amount!])
  .sort((a, b) => (`${a[1]} ${a[0]}` < `${b[1]} ${b[0]}` ? -1 : 1));
const monthEnds = ["2024-08-31", "2024-09-30", "2024-10-31", "2024-11-30"];

const spelt = ([c, day, amount]: Row, to: (y: string, m: string, d: string) => string): Row => {
  const [y, m, d] = day.split("-") as [string, string, string];
  return [c, to(y, m, d), amount];
};
const hashed = (customer: string): string => fingerprint([customer]).slice(0, 12);

const halves: Readonly<Record<string, Broken>> = {
  "every other row": (rows) => rows.filter((_, i) => i % 2 === 0),
  "the first half only": (rows) => rows.slice(0, rows.length >> 1),
  "half of the customers": (rows) => rows.filter(([c]) => hashed(c) < "8"),
};
const spellings: Readonly<Record<string, Broken>> = {
  "2024-31-12": (rows) => rows.map((row) => spelt(row, (y, m, d) => `${y}-${d}-${m}`)),
  "31/12/2024": (rows) => rows.map((row) => spelt(row, (y, m, d) => `${d}/${m}/${y}`)),
  "24-12-31": (rows) => rows.map((row) => spelt(row, (y, m, d) => `${y.slice(2)}-${m}-${d}`)),
};
const figures: Readonly<Record<string, Broken>> = {
  "amounts × 100": (rows) => rows.map(([c, day, amount]) => [c, day, (100 * Number(amount)).toFixed(2)]),
  "ids re-hashed": (rows) => rows.map(([c, day, amount]) => [hashed(c), day, amount]),
};
const firstOf = (forms: Readonly<Record<string, Broken>>): Readonly<Record<string, Broken>> =>
  thorough ? forms : Object.fromEntries(Object.entries(forms).slice(0, 2));

/** What breaks in each month. */
const breaks = [{}, { ...firstOf(halves), ...firstOf(spellings) }, figures, {}];
const right: Broken = (rows) => rows;

/** How a shop hands over its orders; what is broken is the new file. */
const deliveries: Readonly<Record<string, (folder: string, month: number, broken: Broken) => Promise<void>>> =
  {
    "a file a month": async (folder, month, broken) => {
      const after = monthEnds[month - 1] ?? "";
      await write(
        join(folder, `orders-${month}.csv`),
        broken(log.filter(([, day]) => day > after && day <= monthEnds[month]!)),
      );
    },
    "the whole log each month": (folder, month, broken) =>
      write(join(folder, "orders.csv"), broken(log.filter(([, day]) => day <= monthEnds[month]!))),
  };

async function write(path: string, rows: readonly Row[]): Promise<void> {
  await writeFile(path, `customer_id,order_date,amount\n${rows.map((r) => `${r.join(",")}\n`).join("")}`);
}

async function shop(): Promise<string> {
  const folder = await mkdtemp(join(root, "shop-"));
  await mkdir(join(folder, "orders"));
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [orders] }
marts: none
columns: { customer: customer_id, date: order_date, amount: amount }
publish: ["duckdb:warehouse.duckdb", "csv:out"]
value: { horizonsDays: [90] }
validate: { models: [bg-nbd], replicates: 10, origins: 2 }
uncertainty: { intervals: false }
engine: { threads: 1 }
`,
  );
  return folder;
}

const month = async (
  name: string,
  folder: string,
  number: number,
  broken: Broken,
  flags: Record<string, unknown> = {},
) => {
  await deliveries[name]!(join(folder, "orders"), number, broken);
  return runHere(folder, { asOf: monthEnds[number], ...flags });
};

/** Bytes of everything that readers, and later runs, start from. */
async function bytesOf(folder: string): Promise<Record<string, string>> {
  const within = await readdir(join(folder, "out"), { recursive: true, withFileTypes: true });
  const out = within.filter((f) => f.isFile()).map((f) => join(f.parentPath, f.name));
  const kept = ["runs/registry.json", "warehouse.duckdb"].map((name) => join(folder, name));
  const models = await readdir(join(folder, "runs/models"));
  const all = [...kept, ...out, ...models.map((name) => join(folder, "runs/models", name))].sort();
  return Object.fromEntries(
    await Promise.all(all.map(async (path) => [path.slice(folder.length), await sha256(path)])),
  );
}

const scoresIn = (folder: string) =>
  query("select * exclude (run_id) from clv_scores order by customer_id", join(folder, "warehouse.duckdb"));

/** Published times are when it was, and no part of what a history comes to. */
async function outcomeOf(folder: string, runDir: string): Promise<Record<string, unknown>> {
  const files = [
    "model.json",
    "champion.json",
    "gate.json",
    "checks.json",
    "monitoring.json",
    "tables/scores.parquet",
  ];
  const registry = await readFile(join(folder, "runs/registry.json"), "utf8");
  return {
    ...Object.fromEntries(await Promise.all(files.map(async (f) => [f, await sha256(join(runDir, f))]))),
    csv: await sha256(join(folder, "out/clv_scores.csv")),
    warehouse: await warehouseContent(join(folder, "warehouse.duckdb")),
    monitoring: await query("select * from clv_monitoring order by all", join(folder, "warehouse.duckdb")),
    registry: registry.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "some time"),
  };
}

describe.each(Object.keys(deliveries))("%s", (name) => {
  test("months that are broken, stopped and mended come to what a history comes to that never saw them", async () => {
    const [folder, clean] = [await shop(), await shop()];
    for (const [number] of monthEnds.entries()) {
      for (const [what, broken] of Object.entries<Broken>(breaks[number]!)) {
        const before = await bytesOf(folder);
        const stopped = await month(name, folder, number, broken).catch((error) => error);
        expect(stopped.code, `${what}: ${stopped.message ?? stopped.log}`).toMatch(
          /^(TOO_MANY_REJECTED|DATA_QUALITY|MONITORING_STOP)$/,
        );
        expect(await bytesOf(folder), what).toEqual(before);
      }
      const mended = await month(name, folder, number, right);
      const never = await month(name, clean, number, right);
      expect(mended.runId).toBe(never.runId);
      expect(await outcomeOf(folder, mended.runDir), `month ${number}`).toEqual(
        await outcomeOf(clean, never.runDir),
      );
    }
  }, 480_000);
});

/** Lets everything through. */
const blind = {
  quality: { volumeDrop: { stop: 0 }, emptyDays: { stop: 0 } },
  monitoring: { scoreboard: { stop: 0 }, scores: { stop: 0 } },
  retrain: { when: "always" },
  validate: { when: "never" },
};

test("a broken month that somebody let through is mended by a run on the same day, and forgotten by all scores after it", async () => {
  const name = "a file a month";
  const [folder, clean] = [await shop(), await shop()];
  for (const number of [0, 1, 2]) {
    if (number === 1) {
      const wrong = await month(name, folder, number, halves["the first half only"]!, blind);
      expect(wrong.gate.outcome).toBe("refit");
    }
    const mended = await month(name, folder, number, right);
    const never = await month(name, clean, number, right);
    // the run id covers the champion that a run starts from, which is here the one to be set aside
    expect(await scoresIn(folder), `month ${number}`).toEqual(await scoresIn(clean));
    const [made, expected] = [await outcomeOf(folder, mended.runDir), await outcomeOf(clean, never.runDir)];
    for (const file of ["model.json", "champion.json"])
      expect(made[file], `${file} of month ${number}`).toBe(expected[file]);
  }
}, 480_000);
