import type { Account } from "../artifacts/account.js";
import type { ModelFile } from "../artifacts/model-file.js";
import type { ScoreSummary } from "../artifacts/score-summary.js";
import type { Summary } from "../artifacts/summary.js";
import type { Manifest } from "../runs/manifest.js";

/** What is compared of a run; null for what it did not get to. */
export interface ComparedRun {
  readonly manifest: Manifest;
  readonly account: Account | null;
  readonly summary: Summary | null;
  /** The model that scored. */
  readonly model: ModelFile | null;
  readonly totals: ScoreSummary | null;
}

/** The same quantity in both runs; null where a run has none. */
export interface Pair<Value> {
  readonly name: string;
  readonly before: Value | null;
  readonly after: Value | null;
}

/** What differs between two runs. */
export interface RunComparison {
  readonly runs: readonly [before: string, after: string];
  /** Settings that differ, by dotted key; values as JSON. */
  readonly settings: readonly Pair<string>[];
  /** Files of the log that one of them has not, or has with other content. */
  readonly files: readonly Pair<string>[];
  readonly data: readonly Pair<number | string>[];
  /** Model, and its parameters where both have the same. */
  readonly model: readonly Pair<number | string>[];
  readonly totals: readonly Pair<number>[];
  readonly currency: string | null;
}

/** Two runs side by side: of settings and files what differs, of data, model and totals everything. */
export function compareRuns(before: ComparedRun, after: ComparedRun): RunComparison {
  const both = <Value>(name: string, of: (run: ComparedRun) => Value | null | undefined): Pair<Value> => ({
    name,
    before: of(before) ?? null,
    after: of(after) ?? null,
  });
  return {
    runs: [before.manifest.runId, after.manifest.runId],
    settings: differing(settingsOf(before.manifest), settingsOf(after.manifest)),
    files: differing(filesOf(before.manifest), filesOf(after.manifest)),
    data: [
      both("asOf", (run) => run.summary?.asOf),
      both("rowsRead", (run) => run.account?.input),
      both("rowsRejected", (run) => run.account?.rejected),
      both("transactions", (run) => run.account?.accepted),
      both("amount", (run) => run.account?.amount),
      both("customers", (run) => run.summary?.customers),
      both("repeatCustomers", (run) => run.summary?.repeatCustomers),
    ],
    model: [
      both("modelVersion", (run) => run.model?.modelVersion),
      both("fittedAsOf", (run) => run.model?.fittedAsOf),
      ...parametersOf(before.model, after.model),
    ],
    totals: [
      both("expectedAlive", (run) => run.totals?.expectedAlive),
      ...horizonsOf(before.totals, after.totals).flatMap((days) => [
        both(`purchases.${days}`, ({ totals }) => horizon(totals, days)?.expectedPurchases),
        both(`clv.${days}`, ({ totals }) => horizon(totals, days)?.clv),
      ]),
    ],
    currency: after.summary?.currency ?? before.summary?.currency ?? null,
  };
}

function settingsOf({ config }: Manifest): Map<string, string> {
  const leaves = new Map<string, string>();
  const walk = (value: unknown, at: string): void => {
    if (value === null || typeof value !== "object" || Array.isArray(value))
      leaves.set(at, JSON.stringify(value));
    else for (const [key, inner] of Object.entries(value)) walk(inner, at === "" ? key : `${at}.${key}`);
  };
  walk(config, "");
  return leaves;
}

function filesOf({ sources }: Manifest): Map<string, string> {
  return new Map(sources.map(({ name, sha256 }) => [name, sha256.slice(0, 12)]));
}

function differing(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Pair<string>[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((name) => ({ name, before: before.get(name) ?? null, after: after.get(name) ?? null }))
    .filter((pair) => pair.before !== pair.after);
}

/** Of the purchase model and the spend model, where both runs use the same one. */
function parametersOf(before: ModelFile | null, after: ModelFile | null): Pair<number>[] {
  return (["purchase", "spend"] as const).flatMap((part) => {
    const [a, b] = [before?.[part], after?.[part]];
    if (!a || !b || a.model !== b.model) return [];
    return Object.keys(b.params).map((name) => ({
      name: `${part}.${name}`,
      before: a.params[name] ?? null,
      after: b.params[name] ?? null,
    }));
  });
}

function horizonsOf(...summaries: readonly (ScoreSummary | null)[]): number[] {
  const days = summaries.flatMap((s) => s?.horizons.map((h) => h.days) ?? []);
  return [...new Set(days)].sort((a, b) => a - b);
}

function horizon(totals: ScoreSummary | null, days: number): ScoreSummary["horizons"][number] | undefined {
  return totals?.horizons.find((h) => h.days === days);
}
