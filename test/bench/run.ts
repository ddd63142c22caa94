/** `npm run bench`: the tables go to stderr, one JSON object to stdout. README.md says what the figures mean. */
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { caseCalendar } from "./case-calendar.js";
import { caseFit } from "./case-fit.js";
import { caseLifetimes } from "./case-lifetimes.js";
import { caseMarts } from "./case-marts.js";
import { caseModels } from "./case-models.js";
import { casePeers } from "./case-peers.js";
import { casePosterior } from "./case-posterior.js";
import { casePredict } from "./case-predict.js";
import { casePublish } from "./case-publish.js";
import { caseRun } from "./case-run.js";
import { caseScale } from "./case-scale.js";
import { caseSpark } from "./case-spark.js";
import { caseValidate } from "./case-validate.js";
import { caseZiln } from "./case-ziln.js";
import { load, machine } from "./machine.js";
import { type BenchOptions, benchOptions, type CaseName, caseNames, usage } from "./options.js";
import { type Bench, isMet, type Outcome, type Skipped } from "./outcome.js";
import { digits, tableText } from "./table.js";

const cases: Readonly<Record<CaseName, (bench: Bench) => Promise<Outcome>>> = {
  a: caseRun,
  b: caseFit,
  c: caseLifetimes,
  d: caseModels,
  e: casePosterior,
  f: casePredict,
  g: caseZiln,
  h: casePeers,
  i: casePublish,
  j: caseScale,
  k: caseSpark,
  l: caseValidate,
  m: caseCalendar,
  n: caseMarts,
};

await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<void> {
  let options: BenchOptions;
  try {
    options = benchOptions(argv);
  } catch (error) {
    say(`${(error as Error).message}\n${usage}`);
    process.exitCode = 2;
    return;
  }
  const work = await mkdtemp(join(options.work, "clv-bench-"));
  const clean = (): void => rmSync(work, { recursive: true, force: true });
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      clean();
      process.exit(130);
    });
  try {
    const result = await runCases(options, work);
    const text = `${JSON.stringify(result, null, 2)}\n`;
    process.stdout.write(text);
    if (options.out !== null) await writeFile(options.out, text);
  } finally {
    clean();
  }
}

async function runCases(options: BenchOptions, work: string): Promise<object> {
  const about = machine();
  const bench: Bench = { options, work, size, threads: Number(about.cores), say: progress, once: memo() };
  function size(full: number): number {
    return options.scale === "small" ? full / 20 : full;
  }
  const started = Date.now();
  const loadBefore = load();
  const outcomes: Partial<Record<CaseName, Outcome>> = {};
  const skipped: Skipped[] = caseNames
    .filter((name) => !options.only.has(name))
    .map((name) => ({ what: `(${name})`, why: "not in --only" }));
  for (const name of caseNames) {
    if (!options.only.has(name)) continue;
    const outcome = await cases[name](bench);
    outcomes[name] = outcome;
    skipped.push(...outcome.skipped);
    for (const table of outcome.tables) say(`\n${tableText(table)}`);
  }
  const targets = options.scale === "small" ? [] : Object.values(outcomes).flatMap((o) => o.targets);
  say(`\nTargets at full size${targets.length === 0 ? ": not judged at this scale" : ""}`);
  for (const target of targets) {
    const limit =
      target.atMost === undefined ? `at least ${target.atLeast}` : `at most ${digits(target.atMost, 1)}`;
    const value = Math.abs(target.value) < 1e-3 ? target.value.toExponential(1) : digits(target.value, 2);
    say(`  ${isMet(target) ? "met   " : "MISSED"}  ${target.name}: ${value}, ${limit}`);
  }
  for (const { what, why } of skipped) say(`skipped: ${what}: ${why}`);
  const seconds = (Date.now() - started) / 1000;
  const loads = { before: loadBefore, after: load() };
  say(
    `${Object.entries(about)
      .map(([k, v]) => `${k} ${v}`)
      .join(", ")}; load ${loads.before} before, ${loads.after} after; ${digits(seconds)} s`,
  );
  return {
    scale: options.scale,
    repeat: options.repeat,
    machine: about,
    load: loads,
    seconds,
    cases: Object.fromEntries(Object.entries(outcomes).map(([name, o]) => [name, o.json])),
    targets: targets.map((target) => ({ ...target, met: isMet(target) })),
    skipped,
  };
}

function memo(): Bench["once"] {
  const made = new Map<string, Promise<unknown>>();
  return <T>(key: string, make: () => Promise<T>): Promise<T> => {
    const value = made.get(key) ?? make();
    made.set(key, value);
    return value as Promise<T>;
  };
}

function progress(text: string): void {
  say(`... ${text}`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
