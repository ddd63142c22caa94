import type { Artifacts } from "../artifacts/artifacts.js";
import { hasMoney } from "../config/questions.js";
import type { Row } from "../engines/engine.js";
import { added, type DayCounts, type InputStatistics } from "../monitoring/input-statistics.js";
import { comparedDays, paymentFindings } from "../monitoring/payments.js";
import { previousTable } from "../monitoring/previous-tables.js";
import type { RunRecord } from "../registry/registry.js";
import { readEvents } from "../sources/read-events.js";
import { lostCustomers } from "../sql/against-last-run.js";
import { intervalCounts } from "../sql/billing-intervals.js";
import { mostOrders, similarIds } from "../sql/customer-id.js";
import { dailyCounts } from "../sql/daily-counts.js";
import {
  buyers,
  customerSample,
  type Days,
  dailyAmounts,
  newCustomers,
  purchaseGaps,
  repeatedRows,
  rowsUntil,
} from "../sql/input-statistics.js";
import type { Sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import { dayAfter, daysBetween } from "../time/calendar.js";
import { isoDate } from "../time/day-number.js";
import { type DailyCounts, dailyCountsOf } from "./daily-counts.js";
import type { Findings, Pair, RepeatedDay, SinceLastRun } from "./findings.js";
import { seasonChange, seasonOf } from "./season.js";

/** Rows that are sorted by customer at most; of more, those of a sample of customers. */
const rowsSorted = 2_000_000;

/** What the checks look at, and what later runs are to be compared with: small sums that the engine makes of the log. */
export async function collectFindings(
  { account, summary }: Pick<Artifacts, "account" | "summary">,
  previous: RunRecord | null,
  context: StageContext,
): Promise<{ readonly findings: Findings; readonly statistics: InputStatistics }> {
  const { config, engine, signal, sources } = context;
  const money = hasMoney(config);
  const { asOf } = summary;
  const all = engine.dialect.table("transactions");
  const sample = customerSample(engine.dialect, all, Math.ceil(account.accepted / rowsSorted));
  const rows = (select: Sql): Promise<Row[]> => engine.rows(select, signal);
  const since = previous && daysBetween(previous.asOf, asOf);
  const before = dayAfter(account.firstDay, -1);
  const later = (a: string, b: string): string => (a > b ? a : b);
  const windowAfter = later(
    dayAfter(asOf, -Math.max(config.quality.windowDays, config.monitoring.days, 2 * (since ?? 0))),
    before,
  );
  const window: Days = { after: windowAfter, until: asOf };
  const compared: Days = { after: later(dayAfter(asOf, -config.monitoring.days), before), until: asOf };

  const days = dayCounts(await rows(dailyAmounts(all, window, money)));
  const repeated = (await rows(repeatedRows(sample, window, money))).map(
    (r): RepeatedDay => ({ day: String(r.day), rows: Number(r.n), repeated: Number(r.repeated) }),
  );
  const daysCompared = days.filter((d) => d.day > compared.after);
  const table = engine.dialect.table("customers");
  const counts = dailyCountsOf(await rows(dailyCounts(all, table, asOf)), { after: before, until: asOf });
  const season = seasonOf(counts, compared);
  const statistics: InputStatistics = {
    after: compared.after,
    asOf,
    orders: ordersOf(daysCompared),
    buyers: await count(rows(buyers(all, compared))),
    newCustomers: await count(rows(newCustomers(table, compared))),
    amounts: money ? added(daysCompared.map((d) => d.amounts)) : [],
    gaps: added(
      (await rows(purchaseGaps(engine.dialect, sample, compared))).map((r) => [
        [gapBucket(Number(r.gap)), Number(r.n)],
      ]),
    ),
    repeatedShare: shareRepeated(repeated),
    ...(season && { season }),
  };
  const [most] = await rows(mostOrders(table));
  const closedDays = (await readEvents({ firstDay: account.firstDay, asOf }, context))
    .filter(({ closed }) => closed)
    .flatMap((event) => event.days.map(isoDate));
  const findings: Findings = {
    money,
    asOf,
    newAfter: previous ? later(previous.asOf, windowAfter) : windowAfter,
    days,
    windowAfter,
    counts,
    ...(closedDays.length > 0 && { closedDays }),
    repeated,
    customers: summary.customers,
    repeatCustomers: summary.repeatCustomers,
    similarIds: await count(rows(similarIds(engine.dialect, table))),
    orders: { most: Number(most?.most ?? 0), all: Number(most?.orders ?? 0) },
    newOnAsOf: summary.newOnAsOf,
    payments: paymentFindings(
      await rows(intervalCounts(engine.dialect, sample, asOf, comparedDays(config), money)),
      config,
    ),
    repeatedFiles: sources
      .filter((s, i) => sources.findIndex((other) => other.sha256 === s.sha256) < i)
      .map((s) => s.name),
    since: previous && (await sinceLastRun(previous, { asOf, days, counts, all, table }, context)),
  };
  return { findings, statistics };
}

async function sinceLastRun(
  previous: RunRecord,
  {
    asOf,
    days,
    counts,
    all,
    table,
  }: { asOf: string; days: readonly DayCounts[]; counts: DailyCounts; all: Sql; table: Sql },
  context: StageContext,
): Promise<SinceLastRun> {
  const { engine, signal } = context;
  const length = daysBetween(previous.asOf, asOf);
  const then: Days = { after: dayAfter(previous.asOf, -length), until: previous.asOf };
  const now: Days = { after: previous.asOf, until: asOf };
  const pair = async (of: (days: Days) => Sql): Promise<Pair> => ({
    before: await count(engine.rows(of(then), signal)),
    since: await count(engine.rows(of(now), signal)),
  });
  const within = ({ after, until }: Days): number =>
    ordersOf(days.filter((d) => d.day > after && d.day <= until));
  const customers = await previousTable(previous.runId, "customers", context);
  const [gone] = customers ? await engine.rows(lostCustomers(customers, table), signal) : [];
  return {
    runId: previous.runId,
    asOf: previous.asOf,
    days: length,
    orders: { before: within(then), since: within(now) },
    buyers: await pair((d) => buyers(all, d)),
    newCustomers: await pair((d) => newCustomers(table, d)),
    season: seasonChange(counts, then, now),
    rows: { earlier: previous.rows, now: await count(engine.rows(rowsUntil(all, previous.asOf), signal)) },
    lost: gone ? { customers: Number(gone.customers), lost: Number(gone.lost) } : null,
    statistics: previous.statistics,
  };
}

/** Rows of one day and bucket each, in order, as days. */
function dayCounts(rows: readonly Row[]): DayCounts[] {
  const days = new Map<string, [number, number][]>();
  for (const row of rows) {
    const amounts = days.get(String(row.day)) ?? [];
    amounts.push([Number(row.bucket), Number(row.n)]);
    days.set(String(row.day), amounts);
  }
  return [...days].map(([day, amounts]) => ({
    day,
    orders: amounts.reduce((sum, [, n]) => sum + n, 0),
    amounts,
  }));
}

/** Ten for a factor of ten, from single days on. */
function gapBucket(days: number): number {
  return Math.floor(10 * Math.log10(Math.max(1, days)));
}

function shareRepeated(days: readonly RepeatedDay[]): number {
  const sum = (of: (d: RepeatedDay) => number): number => days.reduce((n, d) => n + of(d), 0);
  return (
    sum((d) => d.repeated) /
    Math.max(
      1,
      sum((d) => d.rows),
    )
  );
}

const ordersOf = (days: readonly DayCounts[]): number => days.reduce((sum, d) => sum + d.orders, 0);

async function count(rows: Promise<Row[]>): Promise<number> {
  const [row] = await rows;
  return Number(row?.n ?? 0);
}
