/**
 * Fits hostile data sets with every purchase model and prints what became of them.
 * usage: node dist/test/bench/hostile.js [--sets 1000] [--models bg-nbd,mbg-nbd] [--from 0]
 */
import { parseArgs } from "node:util";
import { fitWithFallback } from "../../models/inference/fallback.js";
import { type PurchaseModelName, purchaseModel, purchaseModelNames } from "../../models/registry.js";
import { hostileKind, hostileSet } from "../models/inference/hostile-data.js";
import { unsoundness } from "../models/inference/sound-fit.js";
import { digits, tableText } from "./table.js";

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { sets: text, models: text, from: text } });
const sets = Number(values.sets ?? 1000);
const from = Number(values.from ?? 0);
const models = (values.models?.split(",") ?? purchaseModelNames) as PurchaseModelName[];

interface Tally {
  readonly statuses: Map<string, number>;
  readonly codes: Map<string, number>;
  readonly used: Map<string, number>;
  readonly unsound: string[];
  slow: number;
  worst: number;
  worstSet: number;
}

const tallies = models.map((name): [string, Tally] => [name, tallyOf(name)]);
const columns = [
  "model",
  "identified",
  "weak",
  "failed",
  "fell back",
  "unsound",
  "over 10 CPU s",
  "worst CPU ms",
  "of",
];
const rows = tallies.map(([name, t]) => [
  name,
  ...["identified", "weak", "failed"].map((s) => digits(t.statuses.get(s) ?? 0)),
  digits(sum(t.used) - (t.used.get(name) ?? 0)),
  digits(t.unsound.length),
  digits(t.slow),
  digits(t.worst),
  `${t.worstSet} ${hostileKind(t.worstSet)}`,
]);
process.stdout.write(
  tableText({ title: `${sets} hostile data sets`, columns, rows, notes: tallies.flatMap(notes) }),
);
if (tallies.some(([, t]) => t.unsound.length + t.slow > 0)) process.exitCode = 1;

function tallyOf(name: PurchaseModelName): Tally {
  const model = purchaseModel(name);
  const tally: Tally = {
    statuses: new Map(),
    codes: new Map(),
    used: new Map(),
    unsound: [],
    slow: 0,
    worst: 0,
    worstSet: from,
  };
  for (let number = from; number < from + sets; number++) {
    const data = hostileSet(number, model.time === "discrete");
    const began = process.cpuUsage().user;
    try {
      const { fit, left } = fitWithFallback(model, data);
      count(tally.statuses, fit.verdict.status);
      count(tally.used, fit.model);
      for (const code of fit.verdict.codes) count(tally.codes, code);
      const wrong = [fit, ...left].flatMap((f) => unsoundness(f).map((w) => `${f.model}: ${w}`));
      if (wrong.length > 0) tally.unsound.push(`set ${number} (${hostileKind(number)}): ${wrong.join("; ")}`);
    } catch (error) {
      tally.unsound.push(`set ${number} (${hostileKind(number)}) threw: ${String(error)}`);
    }
    const ms = (process.cpuUsage().user - began) / 1000;
    if (ms > 10_000) tally.slow++;
    if (ms > tally.worst) {
      tally.worst = ms;
      tally.worstSet = number;
    }
  }
  return tally;
}

function notes([name, { codes, used, unsound }]: [string, Tally]): string[] {
  const list = (of: Map<string, number>): string => [...of].map(([k, n]) => `${k} ${n}`).join(", ");
  return [`${name}: used ${list(used)}; codes ${list(codes)}`, ...unsound.slice(0, 10)];
}

function count(in_: Map<string, number>, key: string): void {
  in_.set(key, (in_.get(key) ?? 0) + 1);
}

function sum(of: Map<string, number>): number {
  return [...of.values()].reduce((a, b) => a + b, 0);
}
