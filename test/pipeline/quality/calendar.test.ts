import { describe, expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import type { CheckName } from "../../../pipeline/quality/check.js";
import { qualityChecks } from "../../../pipeline/quality/checks.js";
import { seasonOf } from "../../../pipeline/quality/season.js";
import { sentence, withExample } from "../../../pipeline/text/messages/message.js";
import { dayAfter } from "../../../pipeline/time/calendar.js";
import { thorough } from "../../thorough.js";
import {
  blackFriday,
  type Calendar,
  changed,
  closedChristmas,
  closedEaster,
  closedSummer,
  findingsOf,
  garden,
  gifts,
  type Trade,
  trade,
} from "./trading-days.js";

const limits = configSchema.parse({}).quality;

/** The last day of a month; of month 0, of the December before. */
function lastOf(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

const alerts = (t: Trade, asOf: string, lastAsOf: string | null, newShare?: Calendar): string[] =>
  qualityChecks(findingsOf(t, asOf, lastAsOf, newShare), limits)
    .filter((c) => c.level !== "ok")
    .map((c) => `${c.level} ${c.check}: ${withExample(c.reason, c.example)}`);

const of = (name: CheckName, t: Trade, asOf: string, lastAsOf: string | null, newShare?: Calendar) => {
  const { reason, ...check } = qualityChecks(findingsOf(t, asOf, lastAsOf, newShare), limits).find(
    (c) => c.check === name,
  )!;
  return { ...check, reason: sentence(reason) };
};

/** Alerts of the runs of every month of some years. */
function monthly(t: Trade, from: number, to: number): string[] {
  const found: string[] = [];
  for (let year = from; year <= to; year++)
    for (let month = 1; month <= 12; month++)
      found.push(
        ...alerts(t, lastOf(year, month), lastOf(year, month - 1)).map((a) => `${lastOf(year, month)} ${a}`),
      );
  return found;
}
const stopsOf = (found: readonly string[]): string[] => found.filter((a) => a.includes(" stop "));

const holidays = [closedChristmas, closedEaster];
const everything = [...holidays, closedSummer, blackFriday, gifts];
const seeds = Array.from({ length: thorough ? 20 : 1 }, (_, i) => i + 1);
const saturating = (day: string): number =>
  60 * Math.exp(-3 * Math.exp(-(Date.parse(day) - Date.parse("2021-01-01")) / 86_400_000 / 300));

describe("a shop whose years are alike is stopped by none of its months from the second year on", () => {
  const shops: [string, (day: string) => number, Calendar[]][] = [
    ["open every day", () => 40, []],
    ["closed over Christmas and Easter", () => 40, holidays],
    ["closed in summer too, with a Black Friday, in gifts", () => 40, everything],
    ["few orders a day", () => 4, everything],
    ["that grew from nothing", saturating, everything],
    ["with a winter next to without orders", () => 40, [garden]],
  ];
  test.each(shops)("%s", (_, perDay, calendar) => {
    for (const seed of seeds) {
      const log = trade("2021-01-01", "2024-12-31", perDay, calendar, seed);
      expect(stopsOf(monthly(log, 2022, thorough ? 2024 : 2023)), `seed ${seed}`).toEqual([]);
    }
  });
});

test("a closed Christmas of an earlier year is expected, whatever the weekdays, and Easter wherever it lies", () => {
  const log = trade("2021-01-01", "2024-12-31", () => 40, holidays, 1);
  const found = monthly(log, 2022, 2024).filter((a) => a.includes("emptyDays"));
  expect(found).toEqual([]);
  expect(of("emptyDays", log, "2024-12-31", "2024-11-30")).toMatchObject({
    ...{ level: "ok", value: 0, reason: "9 days have no order, as in 2023" },
  });
  expect(of("emptyDays", log, "2024-04-30", "2024-03-31").reason).toBe("2 days have no order, as in 2023");
});

describe("without an earlier year", () => {
  const first = "2024-03-01";
  const log = trade(first, "2025-05-31", () => 40, holidays, 1);
  test("a closed Christmas is a warning that asks, and so is Easter", () => {
    expect(of("emptyDays", log, "2024-12-31", "2024-11-30")).toMatchObject({
      level: "warn",
      reason: "9 days in a row have no order: closed over Christmas?",
    });
    expect(of("emptyDays", log, "2024-12-31", null).level).toBe("warn");
    expect(of("emptyDays", log, "2024-04-30", "2024-03-20")).toMatchObject({
      level: "warn",
      reason: "6 days in a row have no order: closed over Easter?",
    });
    const thin = trade(first, "2025-05-31", () => 6, holidays, 1);
    expect(of("emptyDays", thin, "2025-01-10", "2024-11-30")).toMatchObject({
      level: "warn",
      reason: expect.stringContaining("closed over Christmas?"),
    });
  });
  test("days that are no holidays stop all the same, before and after them", () => {
    const longer = changed(log, (day) => (day >= "2024-12-18" ? 0 : 1));
    expect(of("emptyDays", longer, "2024-12-31", "2024-11-30").level).toBe("stop");
    const gap = changed(log, (day) => (day >= "2024-12-02" && day <= "2024-12-07" ? 0 : 1));
    expect(of("emptyDays", gap, "2024-12-31", "2024-11-30")).toMatchObject({
      level: "stop",
      example: { values: ["2024-12-02", expect.any(Number)] },
    });
  });
  test("but not where the year before says that the shop was open", () => {
    const open = trade("2023-01-01", "2024-12-31", () => 40, [], 1);
    const empty = changed(open, (day) => (day >= "2024-12-24" ? 0 : 1));
    expect(of("emptyDays", empty, "2024-12-31", "2024-11-30")).toMatchObject({
      level: "stop",
      reason: "8 days in a row have no order",
    });
  });
});

test("days that the shop is known to be closed on neither count nor end a row", () => {
  const open = trade("2024-01-01", "2024-12-31", () => 40, [], 1);
  const empty = changed(open, (day) => (day >= "2024-06-03" && day <= "2024-06-14" ? 0 : 1));
  const closedDays = ["2024-06-05", "2024-06-06", "2024-06-07", "2024-06-08", "2024-06-09", "2024-06-10"];
  const found = (days: readonly string[]) =>
    qualityChecks({ ...findingsOf(empty, "2024-06-30", "2024-05-31"), closedDays: days }, limits).find(
      (c) => c.check === "emptyDays",
    );
  expect(found([])).toMatchObject({ level: "stop", value: 12 });
  expect(found(closedDays)).toMatchObject({ level: "stop", value: 6 });
  expect(found([...closedDays, "2024-06-11", "2024-06-12"])).toMatchObject({ level: "warn", value: 4 });
});

describe("what a load lost is found whatever the season", () => {
  const starts = ["2021-01-01", "2022-06-01", "2023-02-01"];
  const lost: [string, [string, string], [string, string], number, "stop" | "warn", CheckName][] = [
    [
      "a week of February",
      ["2024-02-12", "2024-02-18"],
      ["2024-02-29", "2024-01-31"],
      0,
      "stop",
      "emptyDays",
    ],
    [
      "the first half of December",
      ["2024-12-01", "2024-12-15"],
      ["2024-12-31", "2024-11-30"],
      0,
      "stop",
      "emptyDays",
    ],
    ["its second half", ["2024-12-15", "2024-12-31"], ["2024-12-31", "2024-11-30"], 0, "stop", "emptyDays"],
    [
      "every other row of December",
      ["2024-12-01", "2024-12-31"],
      ["2024-12-31", "2024-11-30"],
      0.5,
      "warn",
      "volumeDrop",
    ],
    [
      "half of January",
      ["2024-01-01", "2024-01-31"],
      ["2024-01-31", "2023-12-31"],
      0.5,
      "stop",
      "volumeDrop",
    ],
    [
      "all since it closed for good",
      ["2024-06-10", "2024-12-31"],
      ["2024-06-30", "2024-05-31"],
      0,
      "stop",
      "emptyDays",
    ],
    [
      "all since it closed for good at Christmas",
      ["2023-12-23", "2024-12-31"],
      ["2024-01-31", "2023-12-31"],
      0,
      "stop",
      "emptyDays",
    ],
  ];
  test.each(lost)("%s", (_, [from, until], [asOf, lastAsOf], left, level, name) => {
    for (const start of starts)
      for (const seed of seeds) {
        const log = trade(start, "2024-12-31", () => 40, everything, seed);
        const broken = changed(log, (day) => (day >= from && day <= until ? left : 1));
        expect(of(name, broken, asOf, lastAsOf).level, `${start}, seed ${seed}`).toBe(level);
      }
  });
});

describe("volume", () => {
  const log = trade("2021-06-01", "2024-12-31", () => 40, [gifts], 3);
  test("is compared with what the same days of earlier years make of the days before", () => {
    const january = of("volumeDrop", log, "2024-01-31", "2023-12-31");
    expect(january.level).toBe("ok");
    expect(january.reason).toMatch(
      /^\d+ orders since 2023-12-31, [\d,]+ in the 31 days before; \d+ expected as the same days of 2022, 2023 went$/,
    );
    // December is not to fall behind November, though it is not less
    const december = changed(log, (day) => (day >= "2024-12-01" ? 0.5 : 1));
    const found = of("volumeDrop", december, "2024-12-31", "2024-11-30");
    expect(found.level).toBe("warn");
    expect(found.value).toBeGreaterThan(0.4);
    expect(of("volumeDrop", { ...december, first: "2024-01-01" }, "2024-12-31", "2024-11-30").level).toBe(
      "ok",
    );
  });
  test("in a log that has but a part of that year, a fall that was one then too warns and does not stop", () => {
    for (const first of ["2022-11-15", "2023-01-01"]) {
      const short = trade(first, "2024-02-29", () => 40, [gifts], 3);
      expect(of("volumeDrop", short, "2024-01-31", "2023-12-31")).toMatchObject({
        level: "warn",
        reason: expect.stringMatching(
          /; \d+ expected as the same days of 2023 went, which the log has too little of to be sure$/,
        ),
      });
      const half = changed(short, (day) => (day >= "2024-01-01" ? 0.45 : 1));
      expect(of("volumeDrop", half, "2024-01-31", "2023-12-31").level, first).toBe("stop");
    }
  });
  test("of a start of trade is no season: no rise is expected for it", () => {
    const launch = trade("2023-01-01", "2024-12-31", saturatingFrom("2023-01-01"), [], 3);
    expect(monthly(launch, 2024, 2024).filter((a) => a.includes("volumeDrop"))).toEqual([]);
  });
});

function saturatingFrom(start: string): (day: string) => number {
  return (day) => 60 * Math.exp(-4 * Math.exp(-(Date.parse(day) - Date.parse(start)) / 86_400_000 / 60));
}

describe("the season of some days", () => {
  const after = "2020-12-31";
  const counts = (orders: readonly number[]) => ({ after, orders, newCustomers: orders.map((n) => n / 4) });
  const days = Array.from({ length: 4 * 364 }, (_, i) => dayAfter(after, i + 1));
  const now = { after: dayAfter(after, 4 * 364 - 31), until: dayAfter(after, 4 * 364) };
  test("is that of the same days of earlier years over the year around them, whatever the level and its growth", () => {
    const level = [10, 1000].map((n) => seasonOf(counts(days.map((d) => n * gifts(d))), now)!);
    expect(level[0]!.orders).toBeCloseTo(level[1]!.orders, 10);
    expect(level[0]!.orders).toBeGreaterThan(2);
    expect(level[0]!.newCustomers).toBeCloseTo(1, 10);
    const grown = seasonOf(counts(days.map((d, i) => 10 * gifts(d) * Math.exp((0.5 * i) / 364))), now)!;
    expect(Math.abs(grown.orders / level[0]!.orders - 1)).toBeLessThan(0.05);
    expect(seasonOf(counts(days.map((_, i) => 10 * Math.exp((0.5 * i) / 364))), now)!.orders).toBeCloseTo(
      1,
      1,
    );
  });
  test("is not known of a log of a year, nor of one with few orders", () => {
    const short = { ...counts(days.slice(-500).map(() => 10)), after: dayAfter(after, 4 * 364 - 500) };
    expect(seasonOf(short, now)).toBeNull();
    expect(seasonOf(counts(days.map((_, i) => (i % 31 === 0 ? 1 : 0))), now)).toBeNull();
  });
});

test("new customers at Christmas are no new ids where they came in earlier years", () => {
  const log = trade("2021-01-01", "2024-12-31", () => 40, [gifts], 4);
  const newShare: Calendar = (day) => (day.slice(5, 7) === "12" ? 0.7 : 0.25);
  expect(of("newIds", log, "2021-12-31", "2021-11-30", newShare).level).toBe("stop");
  expect(of("newIds", log, "2024-12-31", "2024-11-30", newShare)).toMatchObject({
    level: "ok",
    reason: expect.stringMatching(
      / are new, [\d.]+ % in the 31 days before; [\d.]+ % expected as the same days of 2021, 2022, 2023 went$/,
    ),
  });
  const hashed: Calendar = (day) => (day >= "2024-03-01" ? 1 : newShare(day));
  expect(of("newIds", log, "2024-03-31", "2024-02-29", hashed).level).toBe("stop");
});

test("a peak that comes again each year is none, one that does not stops", () => {
  const log = trade("2022-01-01", "2024-12-31", () => 40, [blackFriday], 5);
  expect(of("busyDay", log, "2022-11-30", "2022-10-31").level).toBe("stop");
  for (const year of [2023, 2024])
    expect(of("busyDay", log, `${year}-11-30`, `${year}-10-31`)).toMatchObject({ level: "ok" });
  const bulk = changed(log, (day) => (day === "2024-10-16" ? 12 : 1));
  expect(of("busyDay", bulk, "2024-10-31", "2024-09-30").level).toBe("stop");
});
