import type { TrackedPeriod } from "../../../models/index.js";
import type { Account } from "../../artifacts/account.js";
import {
  customersByFirstDay,
  daysInOrder,
  purchasesByDay,
  purchasesTogether,
} from "../../sql/backtest-tracking.js";
import type { Sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { daysBetween } from "../../time/calendar.js";
import type { TrackedInput } from "../../workers/backtest-model.js";
import { materializeByCustomer } from "../shards/in-shards.js";
import type { Window } from "./origins.js";

/** Weeks up to this length of the log in days, four weeks beyond. */
const longestByWeek = 731;

/** What was tracked as of an origin, and the repeat purchases up to it that a calendar is made of. */
export interface TrackedOrigin {
  readonly tracked: TrackedInput;
  /** by day from the first one of the log to the origin */
  readonly repeats: Float64Array;
}

/** New customers and repeat purchases by period, of those known on each origin; days count from the first one of the log. */
export async function readTracking(
  windows: readonly Window[],
  customers: Sql,
  { accepted, firstDay }: Pick<Account, "accepted" | "firstDay">,
  context: StageContext,
): Promise<TrackedOrigin[]> {
  const { engine, config, signal } = context;
  const separate = config.ingest.sameDayOrders === "separate";
  const origins = windows.map(({ origin }) => origin);
  const table = { name: "backtest_days" };
  await materializeByCustomer(
    table,
    accepted,
    (transactions) => purchasesByDay(transactions, customers, { origins, separate }),
    context,
    (parts) => purchasesTogether(parts, origins.length),
  );
  const bought = await engine.rows(daysInOrder(engine.dialect.table(table.name)), signal);
  await engine.drop(table);
  const begun = await engine.rows(customersByFirstDay(customers), signal);
  const place = (day: unknown): number => daysBetween(firstDay, String(day));
  return windows.map(({ origin, until }, i) => {
    const [now, last] = [place(origin), place(until)];
    const first = begun.filter((row) => place(row.day) <= now);
    const repeated = new Float64Array(last + 1);
    for (const row of bought) {
      const day = place(row.day);
      if (day <= last) repeated[day]! += Number(row[`known_${i}`]);
    }
    for (const row of first) repeated[place(row.day)]! -= Number(row.n);
    const ends = periodEnds(now, last);
    const tracked = {
      firstDays: Float64Array.from(first, (row) => place(row.day)),
      customers: Float64Array.from(first, (row) => Number(row.n)),
      start: 0,
      ends,
      actual: ends.map((to, k) => {
        const from = k === 0 ? -1 : ends[k - 1]!; // the first period holds the first day
        return repeated.subarray(from + 1, to + 1).reduce((sum, n) => sum + n, 0);
      }),
    };
    return { tracked, repeats: repeated.slice(0, now + 1) };
  });
}

/** Weeks (or four of them) that end with the origin, before and after it; what is left over at either end is a period of its own. */
function periodEnds(now: number, last: number): Float64Array {
  const length = last > longestByWeek ? 28 : 7;
  const ends: number[] = [];
  for (let end = now % length; end <= last; end += length) if (end > 0) ends.push(end);
  if (ends.at(-1) !== last) ends.push(last);
  return Float64Array.from(ends);
}

/** The periods of the holdout for a forecast that is one number: it is spread evenly over the days. */
export function evenTracking(total: number, { ends, actual }: TrackedInput, now: number): TrackedPeriod[] {
  const last = ends.at(-1)!;
  const bias = (expected: number, observed: number): number | null =>
    observed === 0 ? null : expected / observed - 1;
  let cumulativeActual = 0;
  let from = now;
  const periods: TrackedPeriod[] = [];
  ends.forEach((to, k) => {
    if (to <= now) return;
    const expected = (total * (to - from)) / (last - now);
    const cumulativeExpected = (total * (to - now)) / (last - now);
    cumulativeActual += actual[k]!;
    periods.push({
      from,
      to,
      expected,
      actual: actual[k]!,
      bias: bias(expected, actual[k]!),
      cumulativeExpected,
      cumulativeActual,
      cumulativeBias: bias(cumulativeExpected, cumulativeActual),
    });
    from = to;
  });
  return periods;
}
