import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  dayFactors,
  flatCalendar,
  monthFactors,
  PurchaseClock,
} from "../../../pipeline/simulate/calendar.js";
import { defaultSimulation, type SimulateOptions } from "../../../pipeline/simulate/options.js";
import { simulate } from "../../../pipeline/simulate/simulate.js";
import { noWarts } from "../../../pipeline/simulate/warts.js";
import { calendarDay, isoDate } from "../../../pipeline/time/day-number.js";
import { scratch } from "../cli/clv-process.js";

const root = await scratch();
let folders = 0;

async function simulated(options: Partial<SimulateOptions>) {
  const dir = join(root, `${folders++}`);
  const truth = await simulate({ ...defaultSimulation, warts: noWarts, ...options }, dir);
  const lines = async (name: string) => (await readFile(join(dir, name), "utf8")).trimEnd().split("\n");
  return { truth, dir, lines, names: (await readdir(dir)).sort() };
}

const firstDay = calendarDay("2023-01-01")!;

test("the factor of a day is the season's, December's and the growth since the first day", () => {
  const factors = dayFactors({ season: 0.12, december: 1.5, growth: 0.1 }, firstDay, 731)!;
  const on = (date: string) => factors[calendarDay(date)! - firstDay]!;
  const years = (date: string) => (calendarDay(date)! - firstDay) / 365.25;
  expect(on("2023-04-02")).toBeCloseTo(1.12 * 1.1 ** years("2023-04-02"), 4);
  expect(on("2023-10-01")).toBeCloseTo(0.88 * 1.1 ** years("2023-10-01"), 4);
  expect(on("2024-12-01") / on("2024-11-30")).toBeCloseTo(1.5, 2);
  expect(on("2023-12-31") / on("2024-01-01")).toBeCloseTo(1.5, 2);
  expect(on("2024-07-01") / on("2023-07-01")).toBeCloseTo(1.1, 2);
  const march = Array.from({ length: 31 }, (_, d) => on(isoDate(calendarDay("2023-03-01")! + d)));
  const mean = march.reduce((sum, factor) => sum + factor, 0) / 31;
  const months = monthFactors(factors, firstDay);
  expect(months).toHaveLength(24);
  expect(months[2]!.month).toBe("2023-03");
  expect(months[2]!.factor).toBeCloseTo(mean, 4);
  expect(dayFactors(flatCalendar, firstDay, 731)).toBeNull();
});

test("a wait is over after as many days as their factors make up for, and on the next day at the earliest", () => {
  const even = new PurchaseClock(new Float64Array(50).fill(1));
  for (const [day, wait] of [
    [0, 0],
    [0, 1.4],
    [3, 1.6],
    [10, 20.2],
    [47, 1.7],
  ] as const)
    expect(even.after(day, wait)).toBe(day + Math.max(1, Math.round(wait)));
  expect(even.after(40, 1e9), "not over by the end").toBe(50);
  const busy = new PurchaseClock(Float64Array.from({ length: 50 }, (_, k) => (k < 10 ? 2 : 0.5)));
  expect(busy.after(2, 8)).toBe(6); // 1 of its own day, 2 of each after it
  expect(busy.after(9, 3)).toBe(14); // 1 of its own day, half a unit of each after it
});

test("repeat purchases follow the season that the truth file tells, and nobody's arrival does", async () => {
  const calendar = { season: 0.3, december: 2, growth: -0.2 };
  const stay = { ...defaultSimulation.parameters, r: 3, alpha: 60, a: 0.01, b: 50 };
  const shop = { size: { customers: 2000 }, acquisitionDays: 1, parameters: stay, effects: "none" as const };
  const [seasonal, plain] = [await simulated({ ...shop, calendar }), await simulated(shop)];
  expect(plain.truth.calendar).toBeUndefined();
  expect(seasonal.truth.calendar).toMatchObject(calendar);
  const count = async ({ lines }: typeof plain) => {
    const byMonth = new Map<string, number>();
    for (const line of await lines("transactions.csv")) {
      const month = line.split(",")[2]!.slice(0, 7);
      byMonth.set(month, (byMonth.get(month) ?? 0) + 1);
    }
    return byMonth;
  };
  const [with_, without] = [await count(seasonal), await count(plain)];
  for (const { month, factor } of seasonal.truth.calendar!.months.slice(1)) {
    const n = without.get(month)!;
    // both counts are by chance, the ratio of Poisson counts
    const error = factor * Math.sqrt(1 / n + 1 / with_.get(month)!);
    expect(Math.abs(with_.get(month)! / n - factor), month).toBeLessThan(4 * error);
  }
});

test("customers arrive to the last day, at the costs asked for, which every month of the log has", async () => {
  const { lines, truth } = await simulated({
    size: { customers: 3000 },
    days: 430,
    acquisitionDays: 430,
    acquisitionCosts: { partner: 95, web: 0 },
  });
  const costs = (await lines("acquisition_costs.csv")).slice(1).map((line) => line.split(","));
  expect(costs).toHaveLength(15 * 4);
  for (const [channel, , cost, customers] of costs) {
    const expected = { partner: 95, web: 0, app: 24, store: 9 }[channel!]!;
    expect(Number(customers)).toBeGreaterThan(0);
    expect(Number(cost)).toBeGreaterThanOrEqual(0.84 * expected * Number(customers));
    expect(Number(cost)).toBeLessThanOrEqual(1.16 * expected * Number(customers));
  }
  expect(truth.channels.map((channel) => channel.acquisitionCost)).toEqual([0, 24, 9, 95]);
});

test("months in files of their own are the log cut in pieces", async () => {
  const shop = { size: { customers: 300 }, days: 400, acquisitionDays: 400, seed: 4 };
  const whole = await simulated(shop);
  const cut = await simulated({ ...shop, monthlyFrom: "2023-12" });
  const files = [
    "transactions.csv",
    "transactions-2023-12.csv",
    "transactions-2024-01.csv",
    "transactions-2024-02.csv",
  ];
  expect(cut.truth.files.slice(0, 4)).toEqual(files);
  const [header, ...rows] = await whole.lines("transactions.csv");
  const pieces = await Promise.all(files.map(cut.lines));
  expect(pieces.map((lines) => lines[0])).toEqual(files.map(() => header));
  expect(pieces.flatMap((lines) => lines.slice(1))).toEqual(rows);
  for (const line of pieces[1]!.slice(1)) expect(line.split(",")[2]).toMatch(/^2023-12-/);
  expect({ ...cut.truth, files: [] }).toEqual({ ...whole.truth, files: [] });
});

test("months of an earlier simulation go with it, and other files of such names stay", async () => {
  const shop = { size: { customers: 20 }, days: 90, acquisitionDays: 9, monthlyFrom: "2023-02" };
  const { dir } = await simulated(shop);
  await writeFile(join(dir, "transactions-2022-01.csv"), "mine");
  const again = { ...defaultSimulation, ...shop, warts: noWarts };
  await expect(simulate(again, dir)).rejects.toMatchObject({ code: "USAGE" });
  await simulate({ ...again, monthlyFrom: "2023-03", force: true }, dir);
  expect((await readdir(dir)).filter((name) => name.startsWith("transactions-")).sort()).toEqual([
    "transactions-2022-01.csv",
    "transactions-2023-03.csv",
  ]);
  await simulate({ ...again, monthlyFrom: "2023-01", force: true }, dir);
  const names = await readdir(dir);
  expect(names.includes("transactions.csv"), "not of this log").toBe(false);
  expect(names).toContain("transactions-2023-01.csv");
});

test("a calendar, costs and a month out of their domain are named at once", async () => {
  const calendar = { season: 1, december: 0, growth: -1 };
  const acquisitionCosts = { shop: 3, web: Number.NaN };
  const error = await simulated({ calendar, acquisitionCosts, monthlyFrom: "2023-13" }).catch(
    (e: unknown) => e,
  );
  expect(error).toMatchObject({ code: "USAGE", exitCode: 2 });
  for (const part of [
    "6 options",
    "season must lie in [0, 1); got 1",
    "december must be a number > 0; got 0",
    "growth must be a number > -1; got -1",
    'acquisition-costs has no channel "shop"; channels are web, app, store, partner',
    "the acquisition cost of web must be a number >= 0; got NaN",
    'monthly-from must be a month yyyy-mm; got "2023-13"',
  ])
    expect((error as Error).message).toContain(part);
  await expect(simulated({ monthlyFrom: "2025-01" })).rejects.toThrow("which ends before 2025-01");
});
