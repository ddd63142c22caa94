import { type ArrivalMonth, acquisitionTrend, seededRandom } from "../../../models/index.js";
import { monthOf } from "../../sql/customer-months.js";
import { raw, type Sql, sql } from "../../sql/sql.js";
import { calendarDay, isoDate } from "../../time/day-number.js";
import type { NewcomerSource } from "../newcomers.js";
import type { MartServices } from "../services.js";
import { type Arrivals, daysOfMonth } from "./arrivals.js";

const paths = 1000;

/** The trend of new customers of the log, continued. */
export async function trendArrivals(
  { inputs, context }: Pick<MartServices, "inputs" | "context">,
  source: NewcomerSource,
): Promise<Arrivals[]> {
  const { facts, table, config } = inputs;
  const rows = await context.engine.rows(arrivalsByMonth(table("customers")), context.signal);
  const counts = new Map(rows.map((row) => [String(row.month).slice(0, 7), Number(row.n)]));
  const { expected, paths: drawn } = acquisitionTrend(
    monthsOfLog(counts, facts),
    facts.months.map(({ from, to }) => ({
      days: calendarDay(to)! - calendarDay(from)! + 1,
      month: Number(from.slice(5, 7)) - 1,
    })),
    paths,
    seededRandom(config.seed),
  );
  return expected.map((customers, month) => ({
    ...{ source, month, customers, cost: facts.meanCac },
    paths: drawn.map((path) => path[month]!),
  }));
}

/** month (first day, as text) and n */
export function arrivalsByMonth(customers: Sql): Sql {
  const month = monthOf(raw("first_day"));
  return sql`select cast(${month} as varchar) as month, count(*) as n from ${customers} c group by ${month}`;
}

/** Every month of the log, with the days of it that the log holds. */
export function monthsOfLog(
  counts: ReadonlyMap<string, number>,
  { firstDay, asOf }: { readonly firstDay: string; readonly asOf: string },
): ArrivalMonth[] {
  const last = calendarDay(asOf)!;
  const months: ArrivalMonth[] = [];
  for (let from = firstDay; calendarDay(from)! <= last; ) {
    const next = calendarDay(`${from.slice(0, 7)}-01`)! + daysOfMonth(from);
    months.push({
      count: counts.get(from.slice(0, 7)) ?? 0,
      days: Math.min(next - 1, last) - calendarDay(from)! + 1,
      month: Number(from.slice(5, 7)) - 1,
    });
    from = isoDate(next);
  }
  return months;
}
