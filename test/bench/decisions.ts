/**
 * Whether marts say of simulated shops what is true: how often bounds hold what came, and whether verdicts, dates of next orders and lists
 * are right.
 * usage: node dist/test/bench/decisions.js [--worlds flat,sources,season,regular] [--seeds 1-10] [--threads 2] [--no-bridge] [--json FILE]
 */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { decisionsOfAll, type JobItem } from "./decisions/job.js";
import { decisionTables } from "./decisions/report.js";
import { type WorldName, worldKinds } from "./decisions/world.js";
import { listOf, seedsOf } from "./lists.js";
import { digits, tableText } from "./table.js";

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    worlds: { ...text, default: "all" },
    seeds: { ...text, default: "1-10" },
    threads: { ...text, default: "2" },
    "no-bridge": { type: "boolean", default: false },
    json: text,
  },
});

const names = listOf(values.worlds, Object.keys(worldKinds) as WorldName[], "--worlds");
const items = names.flatMap((name) =>
  seedsOf(values.seeds).map(
    (seed): JobItem => ({ name, seed, bridge: name === "flat" && !values["no-bridge"] }),
  ),
);
const results = await decisionsOfAll(items, Number(values.threads));
for (const name of names)
  for (const table of decisionTables(
    name,
    results.filter((result) => result.name === name),
  ))
    process.stdout.write(tableText(table));
const seconds = results.reduce((sum, result) => sum + result.seconds, 0) / results.length;
process.stdout.write(`${results.length} worlds, ${digits(seconds, 1)} s each\n`);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results)}\n`);
