/**
 * How totals forecast at cuts of real logs and of simulated worlds compare with what came: coverage, interval score, error.
 * usage: node dist/test/bench/totals.js [--logs cdnow,uci,cj] [--worlds season,drift] [--seeds 1-20] [--horizons 90,180,365]
 *   [--method plain,calendar] [--family bg-nbd,mbg-nbd,best] [--fit prototype] [--threads 2] [--shared ../shared] [--json FILE] [--no-customers] [--cuts]
 * A list may be "none". Logs and worlds that the shared folder does not have are skipped with a word.
 */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { purchaseModelNames } from "../../models/index.js";
import { openPoolOf } from "../../pipeline/workers/pool.js";
import { listOf, seedsOf } from "./lists.js";
import { digits, tableText } from "./table.js";
import type { FitStyle } from "./totals/fit-at-cut.js";
import type { FamilyName, JobInput, JobItem, JobResult, MethodName } from "./totals/job.js";
import { cutsOf, type PurchaseLog } from "./totals/purchase-log.js";
import { type RealLogName, readLog, realLogs } from "./totals/real-logs.js";
import { customersTable, cutTables, prototypeTable, summaryTables } from "./totals/report.js";
import type { totalsTasks } from "./totals/worker.js";
import { worldCut, worldKinds } from "./totals/worlds.js";

const text = { type: "string" } as const;
const yes = { type: "boolean", default: false } as const;
const { values } = parseArgs({
  options: {
    logs: { ...text, default: "cdnow,uci,cj" },
    worlds: { ...text, default: "none" },
    seeds: { ...text, default: "1-10" },
    horizons: { ...text, default: "90,180,365" },
    method: { ...text, default: "plain,calendar" },
    family: { ...text, default: "bg-nbd" },
    fit: { ...text, default: "fallback" },
    threads: { ...text, default: "2" },
    shared: { ...text, default: "../shared" },
    json: text,
    "no-customers": yes,
    cuts: yes,
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const shared = resolve(values.shared);
const worlds = join(shared, "examples", "worlds.mjs");
const kinds = existsSync(worlds) ? listOf(values.worlds, worldKinds, "--worlds") : [];
if (kinds.length === 0 && values.worlds !== "none") say(`skipped: worlds: there is no ${worlds}`);
const logs = await readLogs(listOf(values.logs, Object.keys(realLogs) as RealLogName[], "--logs"));
const input: JobInput = {
  logs,
  worlds,
  horizons: values.horizons.split(",").map(Number),
  methods: listOf<MethodName>(values.method, ["plain", "calendar"], "--method"),
  families: listOf<FamilyName>(values.family, [...purchaseModelNames, "best"], "--family"),
  fit: listOf<FitStyle>(values.fit, ["fallback", "prototype"], "--fit")[0]!,
  customers: !values["no-customers"],
};
const items: JobItem[] = [
  ...Object.values(logs).flatMap((log) => cutsOf(log).map((cut) => ({ log: log.name, cut }))),
  ...kinds.flatMap((kind) => seedsOf(values.seeds).map((seed) => ({ kind, seed, cut: worldCut }))),
];
await measure();

async function measure(): Promise<void> {
  const began = performance.now();
  const program = new URL("./totals/worker.js", import.meta.url);
  const pool = openPoolOf<typeof totalsTasks>(program, Number(values.threads));
  const results = await pool.run("totalsAtCut", input, items).finally(() => pool.close());
  const records = results.flatMap((r) => r.records);
  const isLog = (group: string): boolean => logs[group] !== undefined;
  const tables = [
    ...(values.cuts ? cutTables(records.filter((r) => isLog(r.group))) : []),
    ...[prototypeTable(records), customersTable(records)].filter((table) => table !== null),
    ...summaryTables(records, isLog),
  ];
  for (const table of tables) say(tableText(table));
  say(`${items.length} cuts in ${digits((performance.now() - began) / 1000, 1)} s; ${secondsOf(results)}`);
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(records, null, 1)}\n`);
}

/** Seconds a cut by method. */
function secondsOf(results: readonly JobResult[]): string {
  const total = new Map<string, number>();
  for (const { seconds } of results)
    for (const [method, s] of Object.entries(seconds)) total.set(method, (total.get(method) ?? 0) + s);
  return [...total].map(([method, s]) => `${method} ${digits(s / results.length, 2)} s a cut`).join(", ");
}

async function readLogs(names: readonly RealLogName[]): Promise<Record<string, PurchaseLog>> {
  const folder = join(shared, "data");
  if (!existsSync(folder)) {
    say(`skipped: logs: there is no ${folder}`);
    return {};
  }
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readLog(name, folder)])),
  );
}
