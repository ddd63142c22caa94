import { poissonVariate } from "../../../models/numeric/poisson.js";
import { seededRandom } from "../../../models/numeric/random.js";
import type { DayCounts, InputStatistics } from "../../../pipeline/monitoring/input-statistics.js";
import type { Findings } from "../../../pipeline/quality/findings.js";
import { seasonChange } from "../../../pipeline/quality/season.js";
import { dayAfter, daysBetween, daysIn, weekday } from "../../../pipeline/time/calendar.js";
import { afterEaster } from "../../../pipeline/time/easter.js";

/** What a shop is like on a day: a factor of its usual orders. */
export type Calendar = (day: string) => number;

const sundays: Calendar = (day) => (weekday(day) === 0 ? 0.5 : 1);

/** Closed from one date to another one of the next year. */
export const closedChristmas: Calendar = (day) =>
  day.slice(5) >= "12-23" || day.slice(5) <= "01-03" ? 0 : 1;
/** Closed from Maundy Thursday to the Tuesday after Easter. */
export const closedEaster: Calendar = (day) => {
  const after = afterEaster(day);
  return after >= -3 && after <= 2 ? 0 : 1;
};
/** Closed for three weeks from the first Monday of August on. */
export const closedSummer: Calendar = (day) => {
  const first = `${day.slice(0, 4)}-08-01`;
  const monday = dayAfter(first, (8 - weekday(first)) % 7);
  return day >= monday && daysBetween(monday, day) < 21 ? 0 : 1;
};
/** Twelve times the usual orders on the day after the fourth Thursday of November. */
export const blackFriday: Calendar = (day) => {
  const first = `${day.slice(0, 4)}-11-01`;
  return day === dayAfter(first, ((11 - weekday(first)) % 7) + 22) ? 12 : 1;
};
/** A gift shop: from October on twice and more, a third in January. */
export const gifts: Calendar = (day) =>
  [0.35, 0.6, 0.8, 0.9, 1, 0.9, 0.8, 0.8, 1, 1.2, 1.8, 2.6][Number(day.slice(5, 7)) - 1]!;
/** A garden shop: next to nothing in winter. */
export const garden: Calendar = (day) =>
  [0.02, 0.05, 0.6, 2, 2.5, 2, 1.2, 1, 0.8, 0.4, 0.1, 0.02][Number(day.slice(5, 7)) - 1]!;

/** A shop's orders of every day from its first to a last one. */
export interface Trade {
  readonly first: string;
  readonly orders: ReadonlyMap<string, number>;
}

/** Poisson orders a day. */
export function trade(
  first: string,
  last: string,
  perDay: (day: string) => number,
  calendar: readonly Calendar[],
  seed: number,
): Trade {
  const random = seededRandom(seed);
  const mean = (day: string): number =>
    [sundays, ...calendar].reduce((product, factor) => product * factor(day), perDay(day));
  const days = daysIn(dayAfter(first, -1), last);
  return { first, orders: new Map(days.map((day) => [day, poissonVariate(random, mean(day))])) };
}

/** The trade with some days changed: what a load lost. */
export function changed({ first, orders }: Trade, factor: (day: string) => number): Trade {
  return { first, orders: new Map([...orders].map(([day, n]) => [day, Math.round(n * factor(day))])) };
}

const statistics: InputStatistics = {
  ...{ after: "", asOf: "", orders: 0, buyers: 0, newCustomers: 0, amounts: [], gaps: [], repeatedShare: 0 },
};

/** What the checks of a run look at, as collectFindings makes it, with a third of the orders by new customers. */
export function findingsOf(
  { first, orders }: Trade,
  asOf: string,
  lastAsOf: string | null,
  newShare: Calendar = () => 0.3,
): Findings {
  const start = dayAfter(first, -1);
  const later = (a: string, b: string): string => (a > b ? a : b);
  const length = lastAsOf === null ? 0 : daysBetween(lastAsOf, asOf);
  const windowAfter = later(dayAfter(asOf, -Math.max(180, 2 * length)), start);
  const of = (day: string): number => orders.get(day) ?? 0;
  const log = daysIn(start, asOf);
  const newOf = (day: string): number => Math.round(newShare(day) * of(day));
  const counts = { after: start, orders: log.map(of), newCustomers: log.map(newOf) };
  const sum = (after: string, until: string, count: (day: string) => number): number =>
    daysIn(after, until).reduce((n, day) => n + count(day), 0);
  const before = dayAfter(lastAsOf ?? asOf, -length);
  const pair = (count: (day: string) => number) => ({
    before: sum(before, lastAsOf ?? asOf, count),
    since: sum(lastAsOf ?? asOf, asOf, count),
  });
  return {
    asOf,
    newAfter: lastAsOf === null ? windowAfter : later(lastAsOf, windowAfter),
    windowAfter,
    days: daysIn(windowAfter, asOf).flatMap((day): DayCounts[] =>
      of(day) > 0 ? [{ day, orders: of(day), amounts: [[17, of(day)]] }] : [],
    ),
    counts,
    repeated: [],
    ...{ customers: 3500, repeatCustomers: 1800, newOnAsOf: 0, similarIds: 0, repeatedFiles: [] },
    orders: { most: 90, all: 6000 },
    payments: {
      ...{
        payers: [],
        model: "bg-nbd",
        isContract: false,
        periodDays: null,
        period: "",
        ownIntervals: false,
      },
    },
    since:
      lastAsOf === null
        ? null
        : {
            ...{ runId: "latest-a", asOf: lastAsOf, days: length, statistics, lost: null },
            orders: pair(of),
            buyers: pair((day) => 0.9 * of(day)),
            newCustomers: pair(newOf),
            rows: { earlier: 5000, now: 5000 },
            season: seasonChange(
              counts,
              { after: before, until: lastAsOf },
              { after: lastAsOf, until: asOf },
            ),
          },
  };
}
