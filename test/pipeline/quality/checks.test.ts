import { describe, expect, test } from "vitest";
import { type ConfigInput, configSchema } from "../../../pipeline/config/config.js";
import { ClvError } from "../../../pipeline/errors.js";
import type { DayCounts, InputStatistics } from "../../../pipeline/monitoring/input-statistics.js";
import type { Payers } from "../../../pipeline/monitoring/payments.js";
import type { CheckName, QualityCheck } from "../../../pipeline/quality/check.js";
import { qualityChecks, qualityStop, qualityTable } from "../../../pipeline/quality/checks.js";
import type { Findings, SinceLastRun } from "../../../pipeline/quality/findings.js";
import { usualIntervals } from "../../../pipeline/sql/payment-intervals.js";
import { daysIn, weekday } from "../../../pipeline/time/calendar.js";
import { inWords } from "../in-words.js";

const asOf = "2026-06-28"; // a Sunday
const windowAfter = "2026-03-01"; // a Sunday, 17 weeks before
const lastAsOf = "2026-05-31";

/** 40 orders a day and half of that on Sundays, all of them about 50. */
function ordinary(day: string): DayCounts {
  const orders = weekday(day) === 0 ? 20 : 40;
  return { day, orders, amounts: [[17, orders]] };
}

const statistics: InputStatistics = {
  after: "2026-05-03",
  asOf: lastAsOf,
  orders: 1000,
  buyers: 600,
  newCustomers: 180,
  amounts: [[17, 1000]],
  gaps: [[15, 700]],
  repeatedShare: 0.01,
};

const since: SinceLastRun = {
  runId: "latest-a",
  asOf: lastAsOf,
  days: 28,
  orders: { before: 1000, since: 1010 },
  buyers: { before: 600, since: 610 },
  newCustomers: { before: 180, since: 175 },
  rows: { earlier: 5000, now: 5000 },
  lost: { customers: 3000, lost: 0 },
  season: null,
  statistics,
};

const sound: Findings = {
  asOf,
  newAfter: lastAsOf,
  windowAfter,
  days: daysIn(windowAfter, asOf).map(ordinary),
  counts: {
    after: windowAfter,
    orders: daysIn(windowAfter, asOf).map((day) => ordinary(day).orders),
    newCustomers: daysIn(windowAfter, asOf).map(() => 6),
  },
  repeated: daysIn(windowAfter, asOf).map((day) => ({ day, rows: 40, repeated: 0 })),
  customers: 3500,
  repeatCustomers: 1800,
  newOnAsOf: 12,
  similarIds: 0,
  orders: { most: 90, all: 6000 },
  repeatedFiles: [],
  payments: {
    ...{ payers: [], model: "bg-nbd", isContract: false, periodDays: null, period: "", ownIntervals: false },
  },
  since,
};

/** A check with its sentences, as people read them. */
type InWords = QualityCheck & { readonly reason: string; readonly example: string | null };

function checked(changes: Partial<Findings>, quality: ConfigInput["quality"] = {}): InWords[] {
  return inWords(qualityChecks({ ...sound, ...changes }, configSchema.parse({ quality }).quality));
}

function found(name: CheckName, changes: Partial<Findings>, quality: ConfigInput["quality"] = {}) {
  return checked(changes, quality).find((c) => c.check === name)!;
}

const withDay = (day: string, change: (d: DayCounts) => DayCounts): DayCounts[] =>
  sound.days.map((d) => (d.day === day ? change(d) : d));
const without = (days: readonly string[]): DayCounts[] => sound.days.filter((d) => !days.includes(d.day));
const bucketsUp = (by: number) => (d: DayCounts) => ({
  ...d,
  amounts: d.amounts.map(([b, n]) => [b + by, n] as const),
});

const payers = (interval: keyof typeof usualIntervals, counts: Partial<Payers>): Payers => ({
  ...{ interval, days: usualIntervals[interval] / 16, customers: 104, again: 0, own: 0, paidUp: 0, gone: 0 },
  ...counts,
});
const monthly = { model: "sbg", isContract: true, periodDays: 365 / 12, period: "month" };

test("intervals of their own, and payments by the period itself, are no concern", () => {
  const year = [payers("year", { paidUp: 104, gone: 100 })];
  const month = [payers("month", { paidUp: 104, gone: 100 })];
  for (const payments of [
    { ...monthly, payers: year, ownIntervals: true },
    { ...monthly, payers: month, ownIntervals: false },
    { ...monthly, payers: year, ownIntervals: false, isContract: false },
    { ...monthly, payers: year, ownIntervals: false, period: "year", periodDays: 365 },
  ])
    expect(found("otherIntervals", { payments }).level).toBe("ok");
  const own = { ...monthly, payers: [payers("month", { again: 100, own: 100 })], ownIntervals: false };
  expect(found("fixedIntervals", { payments: own }).level).toBe("ok");
});

test("sound data pass every check, in the first run and in a later one", () => {
  for (const earlier of [since, null])
    expect(checked({ since: earlier }).filter((c) => c.level !== "ok")).toEqual([]);
  expect(qualityStop(checked({}), "checks.json")).toBeNull();
});

describe("each check warns, and stops where more is wrong", () => {
  const week = daysIn("2026-06-07", "2026-06-14");
  const doubled = (repeated: number) =>
    sound.repeated.map((d) => (week.includes(d.day) ? { ...d, repeated } : d));
  const cases: [CheckName, Partial<Findings>, Partial<Findings>, string, ConfigInput["quality"]?][] = [
    [
      "repeatBuyers",
      { repeatCustomers: 29 },
      { repeatCustomers: 4 },
      "4 of 3,500 customers bought again",
      { repeatBuyers: { stop: 5 } },
    ],
    [
      "newestShare",
      { newOnAsOf: 1000 },
      { newOnAsOf: 2000 },
      "2,000 of 3,500 customers bought for the first time on 2026-06-28",
    ],
    [
      "similarIds",
      { similarIds: 3 },
      { similarIds: 1400 },
      "1,400 of 3,500 customer ids equal another one but for case, .0, leading zeros or Unicode form",
      { similarIds: { stop: 1000 } },
    ],
    [
      "largestCustomer",
      { orders: { most: 800, all: 6000 } },
      { orders: { most: 2500, all: 6000 } },
      "one customer has 2,500 of 6,000 orders",
      { largestCustomer: { stop: 0.4 } },
    ],
    [
      "fixedIntervals",
      { payments: { ...sound.payments, payers: [payers("month", { again: 100, own: 55 })] } },
      { payments: { ...sound.payments, payers: [payers("month", { again: 100, own: 80 })] } },
      "80 of 100 customers who paid again pay at fixed intervals (month 80), and bg-nbd takes purchases as random: for subscriptions use purchase.model: sbg with purchase.interval.attribute (what says how often a customer pays) or purchase.interval.infer: true",
      { fixedIntervals: { stop: 0.7 } },
    ],
    [
      "otherIntervals",
      { payments: { ...sound.payments, ...monthly, payers: [payers("year", { paidUp: 200, gone: 4 })] } },
      { payments: { ...sound.payments, ...monthly, payers: [payers("year", { paidUp: 104, gone: 100 })] } },
      "100 of 104 paid-up customers would count as gone: they pay by another interval (year 100), the period is month. Set purchase.interval.attribute to what says how often a customer pays, or purchase.interval.infer: true, or purchase.period where all pay alike",
    ],
    [
      "emptyDays",
      { days: without(week.slice(0, 1)) },
      { days: without(week) },
      "7 days in a row have no order",
    ],
    [
      "busyDay",
      { days: withDay("2026-06-10", (d) => ({ ...d, orders: 220 })) },
      { days: withDay("2026-06-10", (d) => ({ ...d, orders: 400 })) },
      "the busiest day has 10 times the usual orders of its weekday",
    ],
    [
      "amountJump",
      { days: withDay("2026-06-10", bucketsUp(5)) },
      { days: withDay("2026-06-10", bucketsUp(20)) },
      "the median amount of a day is about 100 times the usual one",
    ],
    [
      "repeatedRows",
      { repeated: doubled(6) },
      { repeated: doubled(20) },
      "50 % of a week's rows repeat another one (customer, day and amount), where 0 % are usual",
    ],
    [
      "repeatedFiles",
      { repeatedFiles: ["june-copy.csv"] },
      { repeatedFiles: ["a.csv", "b.csv", "c.csv"] },
      "3 files have the content of another one",
      { repeatedFiles: { stop: 3 } },
    ],
    [
      "newIds",
      { since: { ...since, newCustomers: { before: 180, since: 320 } } },
      { since: { ...since, newCustomers: { before: 180, since: 600 } } },
      "98.4 % of the buyers since 2026-05-31 are new, 30 % in the 28 days before",
    ],
    [
      "lostIds",
      { since: { ...since, lost: { customers: 3000, lost: 90 } } },
      { since: { ...since, lost: { customers: 3000, lost: 2900 } } },
      "2,900 of the 3,000 customers of the run as of 2026-05-31 are not in the log",
    ],
    [
      "volumeDrop",
      { since: { ...since, orders: { before: 1000, since: 500 } } },
      { since: { ...since, orders: { before: 1000, since: 200 } } },
      "200 orders since 2026-05-31, 1,000 in the 28 days before",
    ],
    [
      "historyLoss",
      { since: { ...since, rows: { earlier: 5000, now: 4900 } } },
      { since: { ...since, rows: { earlier: 5000, now: 3000 } } },
      "3,000 rows up to 2026-05-31, where the run of that day had 5,000",
    ],
  ];
  test("and none is forgotten here", () => {
    expect(cases.map(([name]) => name).sort()).toEqual(
      checked({})
        .map((c) => c.check)
        .sort(),
    );
  });
  test.each(cases)("%s", (name, bad, worse, reason, quality = {}) => {
    const [warned, stopped] = [found(name, bad, quality), found(name, worse, quality)];
    expect([warned.level, stopped.level]).toEqual(["warn", "stop"]);
    expect(stopped.reason).toBe(reason);
    expect(found(name, {}, quality).level).toBe("ok");
    expect(
      checked(worse, quality)
        .filter((c) => c.level === "stop")
        .map((c) => c.check),
    ).toEqual([name]);
    expect(found(name, worse, { ...quality, [name]: { warn: 0, stop: 0 } }).level).toBe("ok");
    expect(found(name, worse, { ...quality, [name]: { stop: 0 } }).level).toBe("warn");
  });
});

test("days before the last run are not reported again, except loads that arrived twice", () => {
  const early = "2026-05-12";
  const changes: Partial<Findings> = {
    days: withDay(early, (d) => ({ ...bucketsUp(20)(d), orders: 800 })),
    repeated: sound.repeated.map((d) => (d.day <= early ? { ...d, repeated: 20 } : d)),
  };
  expect(
    checked(changes)
      .filter((c) => c.level === "stop")
      .map((c) => c.check),
  ).toEqual(["repeatedRows"]);
  expect(
    checked({ ...changes, newAfter: windowAfter, since: null })
      .filter((c) => c.level === "stop")
      .map((c) => c.check),
  ).toContain("busyDay");
});

test("public holidays that are scattered warn, and so do they where they are many", () => {
  const holidays = ["2026-06-04", "2026-06-08", "2026-06-11", "2026-06-15", "2026-06-19", "2026-06-26"];
  expect(found("emptyDays", { days: without(holidays) })).toMatchObject({
    level: "warn",
    reason: "6 days have no order, none next to another",
    example: "2026-06-04, where 40 are usual",
  });
  const bridge = [...holidays, "2026-06-05"];
  expect(found("emptyDays", { days: without(bridge) }).reason).toBe(
    "7 days have no order, 2 of them in a row",
  );
});

test("weekdays that usually have few orders neither end a row of empty days nor add to it", () => {
  const closed = (d: DayCounts): DayCounts =>
    weekday(d.day) === 0 ? { ...d, orders: 2, amounts: [[17, 2]] } : d;
  const row = daysIn("2026-06-09", "2026-06-16"); // Wednesday to Tuesday
  const days = sound.days.map(closed).filter((d) => !row.includes(d.day));
  expect(found("emptyDays", { days })).toMatchObject({ level: "stop", value: 6 });
});

test("in a log of few orders a day, a row of empty days counts by the orders that it usually has", () => {
  const thin = (without: readonly string[], orders = 8): Partial<Findings> => ({
    days: sound.days
      .filter((d) => !without.includes(d.day))
      .map((d) => ({ ...d, orders, amounts: [[17, orders]] })),
  });
  expect(found("emptyDays", thin(daysIn("2026-06-13", asOf)))).toMatchObject({
    ...{ level: "stop", value: 12, reason: "15 days in a row have no order, where 120 orders are usual" },
    example: "2026-06-14",
  });
  expect(found("emptyDays", thin(["2026-06-16"])).level).toBe("ok");
  expect(found("emptyDays", thin(["2026-06-16", "2026-06-17"])).level).toBe("warn");
  expect(found("emptyDays", { ...thin(daysIn("2026-06-13", asOf)), since: null }).value).toBeNull();
  // all orders on the first of the month: no row is longer than those before
  const firsts = sound.days.filter((d) => d.day.endsWith("-01")).map((d) => ({ ...d, orders: 900 }));
  expect(found("emptyDays", { days: firsts }).level).toBe("ok");
});

test("a day that arrived twice is reported where a day has rows enough; its week would hide it", () => {
  const twice = (rows: number) =>
    sound.repeated.map((d) => ({ ...d, rows, repeated: d.day === "2026-06-10" ? rows / 2 : 0 }));
  expect(found("repeatedRows", { repeated: twice(200) })).toMatchObject({
    level: "stop",
    reason: "50 % of a day's rows repeat another one (customer, day and amount), where 0 % are usual",
    example: "2026-06-10: 100 of 200 rows",
  });
  expect(found("repeatedRows", { repeated: twice(40) }).level).toBe("ok");
});

test("amounts that are all in cents are reported as such, not by the day that is farthest off", () => {
  const days = sound.days.map((d) => (d.day > lastAsOf ? bucketsUp(d.day === "2026-06-10" ? 22 : 20)(d) : d));
  expect(found("amountJump", { days })).toMatchObject({
    level: "stop",
    reason: "the median amount is about 100 times the usual one",
    example: "since 2026-05-31",
  });
});

test("a log that was loaded twice as a whole is recognised by the last run's share", () => {
  const repeated = sound.repeated.map((d) => ({ ...d, rows: 80, repeated: 40 }));
  expect(found("repeatedRows", { repeated }).level).toBe("stop");
  expect(found("repeatedRows", { repeated, since: null }).level).toBe("ok");
});

test("a currency that befalls a fifth of the orders shows in the upper quantile", () => {
  const days = sound.days.map(
    (d): DayCounts =>
      d.day > lastAsOf
        ? {
            ...d,
            amounts: [
              [17, d.orders * 0.8],
              [37, d.orders * 0.2],
            ],
          }
        : d,
  );
  expect(found("amountJump", { days })).toMatchObject({
    level: "stop",
    reason: "the 90 % quantile of amounts is about 91 times the usual one",
  });
});

test("amounts that fall to a hundredth stop as well, a price rise of a tenth does not even warn", () => {
  expect(found("amountJump", { days: withDay("2026-06-10", bucketsUp(-20)) }).reason).toBe(
    "the median amount of a day is about 1/100 of the usual one",
  );
  expect(found("amountJump", { days: sound.days.map(bucketsUp(1)) }).level).toBe("ok");
});

test("a shop with two orders a day has no broken days and no broken shares", () => {
  const days = sound.days.flatMap((d, i) =>
    i % 2 === 0 ? [{ ...d, orders: 2, amounts: [[17 + (i % 30), 2]] as const }] : [],
  );
  const pair = { before: 10, since: 2 };
  const small = { ...since, orders: pair, buyers: pair, newCustomers: pair, lost: null };
  const made = checked({ days, repeated: [], since: small }).filter((c) => c.value !== null);
  expect(made.filter((c) => c.level !== "ok")).toEqual([]);
  expect(made.map((c) => c.check).sort()).toEqual([
    "amountJump",
    "emptyDays",
    "historyLoss",
    "largestCustomer",
    "newestShare",
    "repeatBuyers",
    "repeatedFiles",
    "similarIds",
  ]);
});

test("two customers, one of them new, are no share of customers", () => {
  const few = found("newestShare", { customers: 2, newOnAsOf: 1 });
  expect(few).toMatchObject({ level: "ok", value: null, reason: "not made: fewer than 30 customers" });
});

test("the error names the checks, what to do and the exit code", () => {
  const checks = checked({
    days: withDay("2026-06-10", bucketsUp(20)),
    since: { ...since, rows: { earlier: 5000, now: 4900 } },
  });
  const error = qualityStop(checks, "runs/a/checks.json")!;
  expect(error).toBeInstanceOf(ClvError);
  expect(error.exitCode).toBe(3);
  expect(error.message).toBe(`one check of the data stops the run:
${qualityTable(checks)}
Nothing was fitted or published; runs/a/checks.json holds every check. Correct the data, or, where they are right, raise the threshold (--quality.amountJump.stop, 0 for never).`);
  expect(qualityTable(checks).replace(/\s+/g, " ").trim()).toBe(
    "check found from " +
      "STOP quality.amountJump 100 10 the median amount of a day is about 100 times the usual one (2026-06-10) " +
      "warning quality.historyLoss 0.02 0.01 4,900 rows up to 2026-05-31, where the run of that day had 5,000",
  );
});
