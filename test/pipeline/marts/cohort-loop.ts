import { seededRandom } from "../../../models/index.js";
import type { ExampleRow } from "./example-tables.js";

/** A log of some customers over two years, with refunds, some of people who never bought, and orders of one day. */
export function randomLog(seed: number, customers: number): ExampleRow[] {
  const random = seededRandom(seed);
  const sources = ["web", "app", null];
  return Array.from({ length: customers }, (_, i) => {
    const start = Math.floor(600 * random());
    const refundsAlone = i % 17 === 5;
    return Array.from({ length: 1 + Math.floor(6 * random() ** 2) }, (_, k) => {
      const day = new Date(
        Date.UTC(2023, 0, 1 + start + Math.floor((730 - start) * random() * (k > 0 ? 1 : 0.2))),
      );
      const refund = refundsAlone || random() < 0.15;
      return {
        ...{ order_id: `o${i}-${k}`, customer_id: `c${i}`, day: day.toISOString().slice(0, 10) },
        ...{
          amount: ((refund ? -1 : 1) * Math.floor(10_000 * random()) * 0.01).toFixed(2),
          is_refund: String(refund),
        },
        channel: sources[Math.floor(3 * random())]!,
      };
    });
  }).flat();
}

/** Months since the year 0. */
export const monthIndex = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

export interface Person {
  readonly rows: readonly ExampleRow[];
  /** Month of the first purchase; null without one. */
  readonly first: number | null;
  readonly source: string | null;
}

/** Who is in a log, with the source of the first purchase day. */
export function people(log: readonly ExampleRow[]): Person[] {
  const byId = new Map<string, ExampleRow[]>();
  for (const row of log) byId.set(row.customer_id!, [...(byId.get(row.customer_id!) ?? []), row]);
  return [...byId.values()].map((rows) => {
    const bought = rows.filter((row) => row.is_refund === "false");
    const day = bought.map((row) => row.day!).sort()[0];
    const known = bought.filter((row) => row.day === day && row.channel !== null).map((row) => row.channel!);
    return { rows, first: day === undefined ? null : monthIndex(day), source: known.sort()[0] ?? null };
  });
}
