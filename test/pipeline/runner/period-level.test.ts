import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../../models/index.js";
import { betaVariate } from "../../../models/numeric/random.js";
import type { Calendar } from "../../../pipeline/artifacts/calendar.js";
import { scratch } from "../cli/clv-process.js";
import { query, type Row } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { logFolder, scoresOf } from "./logged-run.js";

const root = await scratch();
const lastMonth = 2024 * 12 + 5; // June 2024
const asOf = "2024-06-30";

function dayIn(month: number, day: number): string {
  return new Date(Date.UTC(Math.floor(month / 12), month % 12, day)).toISOString().slice(0, 10);
}

type Line = [string, string, number];

/** Subscriptions of 30 months, of which three times as many end a month in the last half year. */
const payments: readonly Line[] = (() => {
  const random = seededRandom(4);
  return Array.from({ length: 2400 }, (_, i) => {
    const begun = lastMonth - 29 + (i % 30);
    const churn = betaVariate(random, 1, 25);
    const lines: Line[] = [[`s${i}`, dayIn(begun, 1 + (i % 28)), 10 + (i % 3)]];
    for (let m = begun + 1; m <= lastMonth; m++) {
      if (random() < churn * (m > lastMonth - 6 ? 3 : 1)) break;
      lines.push([`s${i}`, dayIn(m, 1 + (i % 28)), 10 + (i % 3)]);
    }
    return lines;
  }).flat();
})();

const calendarOf = async (run: { runDir: string }): Promise<Calendar> =>
  JSON.parse(await readFile(join(run.runDir, "calendar.json"), "utf8"));

const scored = async (
  lines: readonly Line[],
  purchase: Record<string, unknown>,
  until: "fit" | "score" = "score",
) => runHere(await logFolder(root, lines), { asOf, purchase }, { until });

describe("subscriptions of which more end since half a year", () => {
  // biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
  let run: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  let off: any;
  let calendar: Calendar;
  let scores: Map<string, Row>;

  beforeAll(async () => {
    run = await scored(payments, { model: "sbg" });
    off = await scored(payments, { model: "sbg", calendar: "off" });
    calendar = await calendarOf(run);
    scores = await scoresOf(run.runDir);
  });

  test("calendar.json has renewals month by month, and a level that falls", () => {
    expect([calendar.parts, calendar.why]).toEqual(["level", null]);
    const past = calendar.months.filter(({ actual }) => actual !== null);
    expect([past.length, past[0]!.from, past.at(-1)!.to]).toEqual([29, "2022-02-01", asOf]);
    const renewals = [...scores.values()].reduce((sum, { x }) => sum + Number(x), 0);
    expect(past.reduce((sum, { actual }) => sum + actual!, 0)).toBe(renewals);
    expect(past.every(({ season, expected }) => season === 1 && expected! > 0)).toBe(true);
    const { factor, level } = past.at(-1)!;
    expect(level).toBeLessThan(past.at(-8)!.level - 0.02);
    expect(factor.median).toBeGreaterThan(factor.lo95);
    const ahead = calendar.months.slice(29);
    expect([ahead.length, ahead.at(-1)!.to]).toEqual([12, "2025-06-30"]);
    const width = (m: Calendar["months"][number]): number => m.factor.hi80 - m.factor.lo80;
    expect(width(ahead.at(-1)!)).toBeGreaterThan(width(ahead[0]!));
  });

  test("the summary says since when", () => {
    expect(run.said).toMatch(/Calendar: level −\d+(\.\d+)? % since \w+ 2023/);
    expect(run.said).toMatch(/Purchases are expected at 0\.9\d times what customers' own histories say/);
    expect(off.said).not.toContain("rely on the ranges");
  });

  test("totals lie lower and are wider, while customers and the sum of them stay", async () => {
    const own = "* exclude (run_id, model_version)";
    expect(await scoresOf(off.runDir, own)).toEqual(await scoresOf(run.runDir, own));
    const [at, without] = [run, off].map(({ totals }) => totals.intervals.total.horizons);
    for (const [j, { purchases, clv }] of at.entries()) {
      for (const [now, before] of [
        [purchases, without[j].purchases],
        [clv, without[j].clv],
      ]) {
        expect(now.expected).toBe(before.expected);
        expect([now.chance, now.doubt]).toEqual([before.chance, before.doubt]);
        expect(now.calendar).toBeGreaterThan(0);
        expect(now.hi95 - now.lo95).toBeGreaterThan(before.hi95 - before.lo95);
        expect(now.hi80 + now.lo80).toBeLessThan(before.hi80 + before.lo80);
      }
    }
  });

  test("calendar: off leaves it out, and season has none", async () => {
    expect(off.purchase.level).toBeUndefined();
    expect(off.purchase.params).toEqual(run.purchase.params);
    for (const { purchases } of off.totals.intervals.total.horizons) expect(purchases.calendar).toBe(0);
    expect(await calendarOf(off)).toMatchObject({ parts: null, why: "purchase.calendar is off" });
    const season = await scored(payments, { model: "sbg", calendar: "season" }, "fit");
    expect(season.purchase.noCalendar).toContain("which have a level but no season");
  });

  test("customers in billing intervals of their own share no level", async () => {
    const own = await scored(payments, { model: "sbg", interval: { infer: true } }, "fit");
    expect(own.purchase.noCalendar).toContain("in billing intervals of their own");
    expect(own.purchase.level).toBeUndefined();
  });
});

test("bg-bb: donations of every month are counted, and fewer of late show", async () => {
  const random = seededRandom(9);
  const lines = Array.from({ length: 1500 }, (_, i) => {
    const begun = lastMonth - 23 + (i % 24);
    const [gives, leaves] = [betaVariate(random, 1.5, 2), betaVariate(random, 0.6, 15)];
    const given: Line[] = [[`d${i}`, dayIn(begun, 1 + (i % 28)), 20]];
    for (let m = begun + 1; m <= lastMonth && random() >= leaves; m++)
      if (random() < gives * (m > lastMonth - 4 ? 0.7 : 1)) {
        given.push([`d${i}`, dayIn(m, 1 + (i % 28)), 20]);
        if (i % 5 === 0) given.push([`d${i}`, dayIn(m, 28), 5]); // a second one of the month is none
      }
    return given;
  }).flat();
  const run = await scored(lines, { model: "bg-bb" });
  const { months, parts } = await calendarOf(run);
  const past = months.filter(({ actual }) => actual !== null);
  expect([parts, past.length]).toEqual(["level", 23]);
  const byMonth = await query(
    `select cast(month as varchar) as month, n from (
      select date_trunc('month', day) as month, count(distinct t.customer_id) - count(distinct case when c.first_day >= date_trunc('month', day) then t.customer_id end) as n
      from '${join(run.runDir, "tables/transactions.parquet")}' t join '${join(run.runDir, "tables/customers.parquet")}' c using (customer_id)
      group by 1) m where n > 0 order by 1`,
  );
  expect(past.map(({ from, actual }) => [from, actual])).toEqual(
    byMonth.map(({ month, n }) => [String(month).slice(0, 10), Number(n)]),
  );
  expect(past.at(-1)!.level).toBeLessThan(0.92 * past.at(-7)!.level);
});
