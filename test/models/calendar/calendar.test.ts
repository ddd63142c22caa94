import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarBins } from "../../../models/calendar/bins.js";
import { clockFrom, timeAt } from "../../../models/calendar/clock.js";
import { factorPosterior } from "../../../models/calendar/factor-posterior.js";
import { purchasePrior } from "../../../models/calendar/factor-prior.js";
import { firstDayOfMonth, monthOfDay } from "../../../models/calendar/months.js";
import { outlook } from "../../../models/calendar/outlook.js";
import {
  bgNbd,
  type CalendarLog,
  type FittedCalendar,
  fit as fitModel,
  fitWithCalendar,
  historiesFrom,
  inOperationalTime,
  isEven,
  predictHistories,
  seededRandom,
  timelineOf,
} from "../../../models/index.js";
import { normalQuantile } from "../../../models/numeric/normal-quantile.js";
import { mixtureQuantile, mixtureVariance } from "../../../models/value/total-mixture.js";

const day = (text: string): number => Date.parse(text) / 86_400_000;
const p = { r: 0.8, alpha: 60, a: 0.7, b: 2.5 };

/** A shop of BG/NBD customers who come over the first part of a log of so many days. */
function simulatedLog(customers: number, length: number, firstDay: number, seed = 1): CalendarLog {
  const random = seededRandom(seed);
  const columns = { x: [] as number[], tx: [] as number[], T: [] as number[] };
  const repeats = new Float64Array(length + 1);
  for (let i = 0; i < customers; i++) {
    const first = i === 0 ? 0 : Math.floor(random() * length * 0.8);
    const days = new Set(
      bgNbd.simulate(p, length - first, random).times.map((t) => Math.min(length - first, Math.ceil(t))),
    );
    for (const d of days) repeats[first + d]! += 1;
    columns.x.push(days.size);
    columns.tx.push(Math.max(0, ...days));
    columns.T.push(length - first);
  }
  const histories = historiesFrom(columns.x, columns.tx, columns.T);
  return { histories, firstDay, asOf: firstDay + length, repeats };
}

const fitted = (log: CalendarLog) =>
  fitWithCalendar(bgNbd, log, { parts: "auto" }, (h, start) => fitModel(bgNbd, h, start ? { start } : {}));

describe("days and months", () => {
  test("are those of Date", () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (d) => {
        const date = new Date(d * 86_400_000);
        const month = 12 * date.getUTCFullYear() + date.getUTCMonth();
        expect(monthOfDay(d)).toBe(month);
        expect(firstDayOfMonth(month)).toBe(
          Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 86_400_000,
        );
      }),
      { numRuns: 300 },
    );
  });

  test("a month with under 15 days at an end of the log joins its neighbour; what is left of it comes first", () => {
    const bins = calendarBins(day("2023-01-20"), day("2023-06-10"), day("2023-08-05"));
    const from = bins.from.map((d) => new Date(d * 86_400_000).toISOString().slice(0, 10));
    expect(from).toEqual([
      ...["2023-01-20", "2023-03-01", "2023-04-01", "2023-05-01"],
      ...["2023-06-11", "2023-07-01", "2023-08-01"],
    ]);
    expect(bins.past).toBe(4);
    expect(bins.month).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(bins.to.at(-1)).toBe(day("2023-08-05"));
  });
});

describe("operational time", () => {
  test("is ordinary time where every day counts 1: to the bit, and so are predictions", () => {
    const log = simulatedLog(400, 500, day("2023-01-01"));
    const even = clockFrom(log.firstDay, new Float64Array(900).fill(1));
    const own = inOperationalTime(log.histories, even, log.asOf);
    expect(own).toEqual(log.histories);
    const flat: FittedCalendar = {
      ...fitted(log).calendar!,
      parts: "season",
      season: new Array<number>(12).fill(0),
      months: [],
    };
    expect(isEven({ clock: even })).toBe(true);
    expect(flat.season.every((s) => s === 0)).toBe(true);
  });

  test("keeps t_x within T and above 0, on a clock that hardly moves too", () => {
    const log = simulatedLog(300, 400, day("2023-01-01"), 2);
    const random = seededRandom(3);
    const clock = clockFrom(
      log.firstDay,
      Float64Array.from({ length: 400 }, () => 0.001 + random() ** 4),
    );
    const { x, tx, T } = inOperationalTime(log.histories, clock, log.asOf);
    x.forEach((n, i) => {
      expect(tx[i]! <= T[i]! && (n === 0 ? tx[i] === 0 : tx[i]! > 0)).toBe(true);
    });
  });

  test("a future in stretches is discounted as in one piece, to a ten-thousandth", () => {
    const log = simulatedLog(50, 400, day("2023-01-01"), 4);
    const { calendar } = fitted(log);
    const ahead = outlook(calendar!, log.asOf, log.asOf + 730);
    const even = { ...ahead, clock: clockFrom(log.firstDay, new Float64Array(400 + 730).fill(1)) };
    const delta = Math.log(1.1) / 365;
    const horizons = [90, 180, 365];
    const whole = predictHistories(bgNbd, p, log.histories, horizons, delta);
    const cut = predictHistories(
      bgNbd,
      p,
      log.histories,
      horizons,
      delta,
      undefined,
      timelineOf(even, horizons, delta),
    );
    horizons.forEach((_, j) => {
      whole.discounted[j]!.forEach((v, i) => {
        expect(Math.abs(cut.discounted[j]![i]! / v - 1)).toBeLessThan(1e-4);
        expect(cut.expected[j]![i]).toBe(whole.expected[j]![i]);
      });
    });
    whole.residual.forEach((v, i) => {
      expect(Math.abs(cut.residual[i]! / v - 1)).toBeLessThan(1e-4);
    });
  });
});

describe("a calendar", () => {
  const log = simulatedLog(1500, 700, day("2022-01-01"));

  test("of a log that lies four years later is the same", () => {
    const later = fitted({ ...log, firstDay: log.firstDay + 1461, asOf: log.asOf + 1461 });
    const now = fitted(log);
    expect(later.calendar!.season).toEqual(now.calendar!.season);
    expect(later.calendar!.months).toEqual(now.calendar!.months);
    expect(later.fit.params).toEqual(now.fit.params);
  });

  test("expects as many purchases as there were where the model holds, and no season", () => {
    const { calendar } = fitted(log);
    const sum = (of: (m: FittedCalendar["months"][number]) => number): number =>
      calendar!.months.reduce((a, m) => a + of(m), 0);
    expect(sum((m) => m.expected) / sum((m) => m.actual)).toBeCloseTo(1, 1);
    expect(Math.max(...calendar!.season.map(Math.abs))).toBeLessThan(0.1);
  });

  test("runs its clock over the whole log and on", () => {
    const { calendar } = fitted(log);
    const { clock } = outlook(calendar!, log.asOf, log.asOf + 365);
    expect(timeAt(clock, log.firstDay)).toBe(0);
    for (let d = log.firstDay; d < log.asOf + 365; d++)
      expect(timeAt(clock, d + 1)).toBeGreaterThan(timeAt(clock, d));
  });
});

test("one month seen is drawn to 0 as its prior and noise say, and the weights sum to 1", () => {
  const bins = calendarBins(day("2023-01-01"), day("2023-02-28"), day("2023-04-30"));
  const seen = { bin: [0], log: [0.3], noise: [0.01] };
  const found = factorPosterior(bins, seen, purchasePrior("all-along", "level"));
  expect(found.points.reduce((a, { weight }) => a + weight, 0)).toBeCloseTo(1, 12);
  // the constant has variance 1, so that nearly all of what is seen is believed
  expect(found.mean[0]).toBeGreaterThan(0.29);
  expect(found.mean[0]).toBeLessThan(0.3);
  expect(found.variance[3]).toBeGreaterThan(found.variance[0]!);
  expect(Array.from(found.season)).toEqual(new Array(12).fill(0));
});

test("the quantile of one log-normal is the normal's, that of two lies between theirs", () => {
  const one = [{ weight: 1, mean: 0.1, variance: 0.04 }];
  expect(mixtureQuantile(one, 0.9)).toBeCloseTo(0.1 + 0.2 * normalQuantile(0.9), 10);
  const two = [
    { weight: 0.5, mean: -0.2, variance: 0.01 },
    { weight: 0.5, mean: 0.2, variance: 0.01 },
  ];
  expect(mixtureQuantile(two, 0.5)).toBeCloseTo(0, 10);
  expect(mixtureVariance(two)).toBeCloseTo(0.05, 12);
});
