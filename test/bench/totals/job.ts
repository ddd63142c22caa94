import type { PurchaseModelName } from "../../../models/index.js";
import { type AtCut, atCut, sumOf } from "./at-cut.js";
import { calendarForecast } from "./calendar.js";
import { choose } from "./families.js";
import { type FitStyle, fitAtCut } from "./fit-at-cut.js";
import type { CutForecast } from "./forecast.js";
import { measureCustomers } from "./measure-customers.js";
import type { TotalRecord } from "./measured.js";
import { plainForecast } from "./plain.js";
import { dateOf, type PurchaseLog } from "./purchase-log.js";
import { spendAtCut } from "./spend-at-cut.js";
import { readWorld } from "./worlds.js";

export type MethodName = "plain" | "calendar";
export type FamilyName = PurchaseModelName | "best";

/** What all cuts of one run share. */
export interface JobInput {
  readonly logs: Readonly<Record<string, PurchaseLog>>;
  /** the program that makes worlds */
  readonly worlds: string;
  readonly horizons: readonly number[];
  readonly methods: readonly MethodName[];
  readonly families: readonly FamilyName[];
  readonly fit: FitStyle;
  /** whether single customers are judged */
  readonly customers: boolean;
}

/** One cut of a log that is at hand, or of a world that is made for it. */
export type JobItem = { readonly cut: number } & (
  | { readonly log: string }
  | { readonly kind: string; readonly seed: number }
);

export interface JobResult {
  readonly records: readonly TotalRecord[];
  readonly seconds: Readonly<Record<string, number>>;
}

/** Everything that is asked of one cut. */
export function totalsAtCut(input: JobInput, item: JobItem): JobResult {
  const log = "log" in item ? input.logs[item.log]! : readWorld(input.worlds, item.kind, item.seed);
  const at = atCut(log, item.cut, input.horizons);
  const spend = spendAtCut(at);
  const records: TotalRecord[] = [];
  const seconds: Record<string, number> = {};
  for (const family of input.families) {
    const fitted = fitAtCut(choose(family, log, item.cut), at.histories, input.fit);
    for (const name of input.methods) {
      const method = input.families.length > 1 ? `${name} ${family}` : name;
      const began = performance.now();
      const forecast =
        name === "plain" ? plainForecast(at, fitted, spend) : calendarForecast(log, at, fitted, spend);
      seconds[method] = (performance.now() - began) / 1000;
      records.push(...recordsOf(log, at, method, forecast, input.customers));
    }
  }
  return { records, seconds };
}

function recordsOf(
  log: PurchaseLog,
  at: AtCut,
  method: string,
  { models, purchases, value, customers }: CutForecast,
  judged: boolean,
): TotalRecord[] {
  const measures = judged ? measureCustomers(at, customers) : null;
  return at.horizons.flatMap((days, j) =>
    (["purchases", "value"] as const).map((of) => ({
      ...{ log: log.name, group: log.group, cut: dateOf(at.cut), days, of, method, models },
      quantiles: (of === "purchases" ? purchases : value)[j]!,
      actual: sumOf(at.actual[j]![of]),
      before: at.before[j]![of],
      customers: of === "purchases" ? (measures?.[j] ?? null) : null,
    })),
  );
}
