import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { thorough } from "../../thorough.js";
import { scratch } from "../cli/clv-process.js";
import { sha256 } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { day, uniform } from "../cli/shop-log.js";

const root = await scratch();

/** One line of a log: order, customer, day, amount, channel; as text, since some of them are nonsense. */
type Line = readonly string[];
type Files = Readonly<Record<string, readonly Line[]>>;

const header = "order_id,customer_id,order_date,amount,channel";
const text = (lines: readonly Line[]): string =>
  `${header}\n${lines.map((line) => `${line.join(",")}\n`).join("")}`;

/** A log of some hundred orders in order of time, with refunds, repetitions, missing customers and impossible dates. */
function orders(random: () => number, customers: number): Line[] {
  const lines: { at: number; line: Line }[] = [];
  let order = 0;
  for (let i = 0; i < customers; i++) {
    const every = 5 + 60 * random();
    const level = 10 + 40 * random();
    for (
      let at = Math.floor(60 * random());
      at < 240;
      at += 1 + Math.floor(-every * Math.log(1 - random()))
    ) {
      const amount = (level * (0.5 + random())).toFixed(2);
      const line = [`O${order++}`, `c${i}`, day(at), amount, ["web", "app", ""][i % 3]!];
      lines.push({ at, line });
      const luck = random();
      if (luck < 0.04)
        lines.push({ at: at + 3, line: [`O${order++}`, `c${i}`, day(at + 3), `-${amount}`, ""] });
      else if (luck < 0.07) lines.push({ at, line });
      else if (luck < 0.08) lines.push({ at, line: [`O${order++}`, "", day(at), amount, "web"] });
      else if (luck < 0.09) lines.push({ at, line: [`O${order++}`, `c${i}`, "2024-02-30", amount, "web"] });
      if (random() < 0.12) break;
    }
  }
  return lines.sort((a, b) => a.at - b.at).map(({ line }) => line);
}

/** The log cut into files by time, and what became of them: files come, are corrected, come late, twice, and go. */
function growing(random: () => number): Files[] {
  const all = orders(random, 90);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const late: Line[] = [];
  const onTime = all.filter((line) => random() > 0.05 || late.push(line) === 0);
  const count = 4 + Math.floor(3 * random());
  const cuts = [
    0,
    ...Array.from({ length: count - 1 }, () => Math.floor(random() * onTime.length)).sort((a, b) => a - b),
  ];
  const files = cuts.map((from, i) => onTime.slice(from, cuts[i + 1]));
  const name = (i: number): string => `${"abcdefghij"[i]}.csv`;
  const first = 1 + Math.floor((count - 2) * random());
  const steps: Files[] = [Object.fromEntries(files.slice(0, first).map((lines, i) => [name(i), lines]))];
  for (let i = first; i < count; i++) {
    const next: Record<string, readonly Line[]> = { ...steps.at(-1), [name(i)]: files[i]! };
    const known = Object.keys(next);
    const some = next[pick(known)]!;
    const luck = random();
    if (luck < 0.2) {
      // an order is reported once more, with another amount
      const again = some
        .slice(0, 3)
        .map(([order, who, when, , channel]) => [order!, who!, when!, "12.34", channel!]);
      next[name(i)] = [...files[i]!, ...again];
    } else if (luck < 0.4) {
      const changed = pick(known);
      next[changed] = next[changed]!.map((line, k) => (k % 7 === 0 ? line.with(3, "7.77") : line));
    } else if (luck < 0.5) next["again.csv"] = some;
    else if (luck < 0.6 && known.length > 2) delete next[pick(known)];
    if (i === count - 1) next["late.csv"] = late;
    steps.push(next);
  }
  return steps;
}

/** What is in folders and was decided by config and sources, by name: not what tells times and places. */
async function content(folders: readonly string[]): Promise<Record<string, string>> {
  const ownOfRun = /^((manifest|publication|counted-parts)\.json|(log|alerts)\.jsonl)$/;
  const found: Record<string, string> = {};
  for (const folder of folders)
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && !ownOfRun.test(entry.name) && !path.includes("clv_runs"))
        found[relative(folder, path)] = await sha256(path);
    }
  return found;
}

const settings = [
  {},
  { ingest: { duplicateOrders: "order-id" } },
  { ingest: { duplicateOrders: "last-file" } },
  { ingest: { sameDayOrders: "separate" }, purchase: { covariates: { purchase: ["channel"] } } },
  { ingest: { since: day(10) }, purchase: { model: "mbg-cnbd-k" } },
  { purchase: { model: "bg-bb", period: "week" } },
] as const;

/** Runs the steps of one split one after the other in one runs folder, and each once more in a folder of its own. */
async function grown(seed: number): Promise<{ reused: number; counted: number }> {
  const random = uniform(seed);
  const folder = await mkdtemp(join(root, "split-"));
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [log] }
marts: none
columns: { order: order_id, customer: customer_id, date: order_date, amount: amount, attributes: { channel: channel } }
ingest: { maxRejectedShare: 1 }
uncertainty: { intervals: false }
validate: { when: never }
engine: { threads: ${1 + (seed % 2)} }
`,
  );
  const setting = settings[seed % settings.length]!;
  let reused = 0;
  let counted = 0;
  const steps = growing(random);
  for (const [step, files] of steps.entries()) {
    await rm(join(folder, "log"), { recursive: true, force: true });
    await mkdir(join(folder, "log"));
    for (const [name, lines] of Object.entries(files))
      await writeFile(join(folder, "log", name), text(lines));
    // what comes after the summary reads nothing but its artifacts; a champion of the step before would decide with them
    const until = step === steps.length - 1 ? "publish" : "summarize";
    const run = async (name: string) => {
      const out = join(folder, `${name}-out`);
      const flags = { ...setting, runsDir: join(folder, name), publish: [`csv:${out}`] };
      const { log, runDir } = await runHere(folder, flags, { until, verbosity: "debug" });
      return { log: log as string, content: await content([runDir, out]) };
    };
    const grown = await run("grown");
    const fresh = await run(`fresh-${step}`);
    expect(grown.content, `seed ${seed}, step ${step}`).toEqual(fresh.content);
    expect(Object.keys(fresh.content)).toContain(join("tables", "customers.parquet"));
    reused += grown.log.match(/as it was read before/g)?.length ?? 0;
    counted += /only these are counted again/.test(grown.log) ? 1 : 0;
    expect(fresh.log).not.toMatch(/as it was read before|only these/);
  }
  return { reused, counted };
}

describe("files that come one after the other give what a run over all of them gives, byte for byte", () => {
  const splits = Array.from({ length: thorough ? 50 : 8 }, (_, i) => i + 1);
  const seen = { reused: 0, counted: 0 };

  test.each(splits)("split %i", async (seed) => {
    const { reused, counted } = await grown(seed);
    seen.reused += reused;
    seen.counted += counted;
  });

  test("and what was read and counted before has really been used", () => {
    expect(seen.reused).toBeGreaterThan(splits.length);
    expect(seen.counted).toBeGreaterThan(splits.length / 5);
  });
});
