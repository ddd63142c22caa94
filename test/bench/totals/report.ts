import { digits, type Table } from "../table.js";
import { type CustomerMeasures, type Summary, summary, type TotalRecord } from "./measured.js";
import { prototype } from "./prototype.js";

/** The rows that share a key, in the order in which keys appear. */
function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}

const percent = (share: number): string => digits(100 * share, 1);

const summaryColumns = [
  "",
  "totals",
  "80 %",
  "95 %",
  "IS80",
  "IS95",
  "half-width %",
  "bias %",
  "error %",
  "last period %",
  "IS80 / plain",
  "IS95 / plain",
  "error / plain",
];

function summaryRow(name: string, s: Summary, plain: Summary | null): string[] {
  const over = (of: "is80" | "is95" | "error"): string =>
    plain === null ? "" : digits(s[of] / plain[of], 2);
  return [
    name,
    digits(s.count),
    digits(100 * s.inside80),
    digits(100 * s.inside95),
    digits(s.is80, 3),
    digits(s.is95, 3),
    percent(s.halfWidth),
    percent(s.bias),
    percent(s.error),
    percent(s.lastError),
    ...[over("is80"), over("is95"), over("error")],
  ];
}

/** By log or kind of world and pooled, one table for each horizon and for what is summed. */
export function summaryTables(records: readonly TotalRecord[], isLog: (group: string) => boolean): Table[] {
  const tables = groupBy(records, (r) => `${r.of}, ${r.days} days`);
  const pooled = records.filter((r) => r.days < 365);
  for (const of of ["purchases", "value"] as const)
    tables.set(
      `${of}, 90 and 180 days pooled`,
      pooled.filter((r) => r.of === of),
    );
  return [...tables]
    .filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => {
      const parts = new Map(groupBy(rows, (r) => r.group));
      const logs = rows.filter((r) => isLog(r.group));
      const worlds = rows.filter((r) => !isLog(r.group));
      if (parts.size > 1 && logs.length > 0) parts.set("all logs", logs);
      if (parts.size > 1 && worlds.length > 0) parts.set("all worlds", worlds);
      return { title, columns: summaryColumns, rows: [...parts].flatMap(methodRows), notes: [] };
    });
}

function methodRows([name, rows]: [string, readonly TotalRecord[]]): string[][] {
  const methods = groupBy(rows, (r) => r.method);
  const plain = [...methods].find(([method]) => method.startsWith("plain"));
  const reference = plain === undefined ? null : summary(plain[1]);
  return [...methods].map(([method, own]) => {
    const s = summary(own);
    return summaryRow(`${name}: ${method}`, s, method.startsWith("plain") ? null : reference);
  });
}

/** Every cut of the logs: quantiles, what came, the last period. */
export function cutTables(records: readonly TotalRecord[]): Table[] {
  return [...groupBy(records, (r) => `${r.log}: ${r.of}, ${r.days} days`)].map(([title, rows]) => ({
    title,
    columns: ["cut", "method", "2.5 %", "10 %", "50 %", "90 %", "97.5 %", "came", "last period", "models"],
    rows: rows.map((r) => [
      r.cut,
      r.method,
      ...r.quantiles.map((q) => digits(q)),
      `${digits(r.actual)}${mark(r)}`,
      digits(r.before),
      r.models,
    ]),
    notes: ["* outside of the 80 % interval, ** of the 95 % interval"],
  }));
}

function mark({ quantiles: [lowest, low, , high, highest], actual }: TotalRecord): string {
  if (actual < lowest! || actual > highest!) return "**";
  return actual < low! || actual > high! ? " *" : "  ";
}

/** Quantiles over those of the prototype, where it has the cut. */
export function prototypeTable(records: readonly TotalRecord[]): Table | null {
  const rows = records.flatMap((r) => {
    const known = r.of === "purchases" && r.days === 90 ? prototype[r.log]?.[r.cut] : undefined;
    if (known === undefined || r.method.startsWith("plain")) return [];
    const ratios = r.quantiles.map((q, i) => digits(q / known[i]!, 3));
    const width = (r.quantiles[3]! - r.quantiles[1]!) / (known[3]! - known[1]!);
    return [[`${r.log} ${r.cut}: ${r.method}`, ...ratios, digits(width, 2)]];
  });
  const columns = ["", "2.5 %", "10 %", "50 %", "90 %", "97.5 %", "80 % width"];
  const title = "Over the prototype's: quantiles of purchases, 90 days";
  return rows.length === 0 ? null : { title, columns, rows, notes: [] };
}

/** Single customers against plain, by log or kind: means over cuts, and the worst cut. */
export function customersTable(records: readonly TotalRecord[]): Table | null {
  const judged = records.filter((r) => r.customers !== null);
  const rows = [...groupBy(judged, (r) => `${r.group}, ${r.days} days`)].flatMap(([name, group]) => {
    const methods = groupBy(group, (r) => r.method);
    const [first] = methods.values();
    return [...methods].map(([method, own]) => {
      const pairs = own.map((r, i): [CustomerMeasures, CustomerMeasures] => [
        r.customers!,
        first![i]!.customers!,
      ]);
      const mean = (of: (c: CustomerMeasures) => number): number =>
        pairs.reduce((sum, [c]) => sum + of(c), 0) / pairs.length;
      const worst = (worse: (a: CustomerMeasures, b: CustomerMeasures) => number): number =>
        Math.max(...pairs.map(([a, b]) => worse(a, b)));
      const against = own !== first;
      const mae = worst((a, b) => a.meanAbsoluteError / b.meanAbsoluteError - 1);
      return [
        `${name}: ${method}`,
        digits(own.length),
        digits(
          mean((c) => c.meanAbsoluteError),
          4,
        ),
        digits(
          mean((c) => c.logScore),
          4,
        ),
        digits(
          mean((c) => c.gini),
          4,
        ),
        ...(against
          ? [
              percent(
                pairs.reduce((s, [a, b]) => s + a.meanAbsoluteError / b.meanAbsoluteError - 1, 0) /
                  pairs.length,
              ),
              percent(mae),
              digits(
                worst((a, b) => a.logScore - b.logScore),
                4,
              ),
              digits(
                worst((a, b) => b.gini - a.gini),
                4,
              ),
            ]
          : []),
      ];
    });
  });
  const columns = [
    "",
    "cuts",
    "MAE",
    "-ln P",
    "Gini",
    "MAE %",
    "at worst %",
    "-ln P at worst",
    "Gini lost at worst",
  ];
  const notes = ["the last four against the first method"];
  return rows.length === 0 ? null : { title: "Single customers' purchases", columns, rows, notes };
}
