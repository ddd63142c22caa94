/** purchase.events from the config to the summary: effects, plans, closed days, files, and what is said where something is wrong. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bgNbd, seededRandom } from "../../../models/index.js";
import type { Calendar } from "../../../pipeline/artifacts/calendar.js";
import { scratch } from "../cli/clv-process.js";
import { query } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { dayAfter, daysBetween, logFolder, modelOf } from "./logged-run.js";

const root = await scratch();
const start = "2023-01-02"; // a Monday
const length = 480;
const asOf = dayAfter(start, length);
const sale = [40, 96, 152, 250, 320, 390].flatMap((from) =>
  [0, 1, 2, 3].map((d) => dayAfter(start, from + d)),
);
const closed = Array.from({ length: 7 }, (_, d) => dayAfter(start, 431 + d));

/** Operational time at the end of each day: sale days count three times, closed ones nothing. */
const elapsed = (() => {
  const found = [0];
  for (let day = 1; day <= length; day++) {
    const on = dayAfter(start, day);
    found.push(found.at(-1)! + (closed.includes(on) ? 0 : sale.includes(on) ? 3 : 1));
  }
  return found;
})();

const lines = (() => {
  const random = seededRandom(5);
  const open = Array.from({ length: 440 }, (_, day) => day).filter(
    (day) => !closed.includes(dayAfter(start, day)),
  );
  return Array.from({ length: 900 }, (_, i) => {
    const first = open[Math.floor(random() * open.length)]!;
    const { times } = bgNbd.simulate(
      { r: 0.9, alpha: 25, a: 0.5, b: 3 },
      elapsed.at(-1)! - elapsed[first]!,
      random,
    );
    const days = times.map((t) => elapsed.findIndex((e) => e >= elapsed[first]! + t));
    return [...new Set([first, ...days])].map((day) => [`c${i}`, dayAfter(start, day), 10 + (i % 7)]);
  }).flat();
})();

const folder = await logFolder(root, [...lines, ["last", asOf, 12]]);
const events = [
  { name: "sale", dates: sale },
  { name: "closing", kind: "closed", dates: closed },
];
const quick = {
  uncertainty: { intervals: false },
  validate: { when: "never" },
  quality: { emptyDays: { stop: 0 } },
};
const run = (given: object[] | undefined, flags: object = {}, until: "check" | "score" = "score") =>
  runHere(
    folder,
    { ...quick, ...(given && { purchase: { events: given } }), ...flags },
    { until, verbosity: "debug" },
  );
const calendarOf = async (runDir: string): Promise<Calendar> =>
  JSON.parse(await readFile(join(runDir, "calendar.json"), "utf8"));
const expectedOf = async (runDir: string, days: number): Promise<number> => {
  const [row] = await query(
    `select sum(expected_purchases_${days}d) as total from '${join(runDir, "tables/scores.parquet")}'`,
  );
  return Number(row!.total);
};

test("a run gives back what events do, says so, and expects of a planned one what earlier ones did", async () => {
  const done = await run(events);
  const found = (await calendarOf(done.runDir)).events;
  const [campaign, closing] = found;
  expect(Math.abs(campaign!.effect - Math.log(3))).toBeLessThan(3 * campaign!.standardError);
  expect(campaign!.standardError).toBeLessThan(0.15);
  expect(closing).toEqual({ name: "closing", effect: Math.log(1e-3), standardError: 0 });
  expect(done.said).toMatch(/closing ×0\.00, sale ×[23]\.\d\d \([12]\.\d\d–[34]\.\d\d\)/);

  const planned = Array.from({ length: 9 }, (_, d) => dayAfter(asOf, d + 3));
  const ahead = await run([{ ...events[0], dates: [...sale, ...planned] }, events[1]!]);
  const ratio = (await expectedOf(ahead.runDir, 90)) / (await expectedOf(done.runDir, 90));
  expect(ratio).toBeGreaterThan(1 + (0.7 * 9 * (Math.exp(campaign!.effect) - 1)) / 90);
  expect(ratio).toBeLessThan(1 + (9 * (Math.exp(campaign!.effect) - 1)) / 80);
}, 60_000);

test("without events nothing of them is in the model, and backtests do not know of closed days ahead", async () => {
  const validate = {
    when: "always",
    origins: 1,
    holdoutDays: 60,
    replicates: 0,
    totalOrigins: 0,
    models: ["bg-nbd"],
  };
  const [without, known] = [await run(undefined, { validate }), await run(events, { validate })];
  const { calendar } = (await modelOf(without.runDir)).purchase;
  expect(calendar).not.toHaveProperty("events");
  expect(calendar).not.toHaveProperty("weekdays");
  const expected = async ({ runDir }: { runDir: string }): Promise<number> => {
    const { backtest } = JSON.parse(await readFile(join(runDir, "validation.json"), "utf8"));
    const [{ origin, forecasts }] = backtest.origins;
    const from = daysBetween(start, origin);
    const { tracking } = forecasts.find((f: { name: string }) => f.name === backtest.fitted);
    return tracking
      .filter((period: { from: number }) => period.from >= from)
      .reduce((sum: number, period: { expected: number }) => sum + period.expected, 0);
  };
  const ratio = (await expected(known)) / (await expected(without));
  // seven of sixty days
  expect(ratio).toBeGreaterThan(0.8);
  expect(ratio).toBeLessThan(0.95);
}, 60_000);

test("files of CSV and Parquet are as good as the config, and their content decides about the run", async () => {
  const rows = [...sale.map((day) => `sale,${day},,,`), `closing,,${closed[0]},${closed.at(-1)},closed`];
  const write = (more: string[] = []) =>
    writeFile(join(folder, "events.csv"), `Name,date,from,to,kind\n${[...rows, ...more].join("\n")}\n`);
  await write();
  const values = [
    ...sale.map((day) => `('sale', date '${day}', null, null, null)`),
    `('closing', null, date '${closed[0]}', date '${closed.at(-1)}', 'closed')`,
  ];
  await query(
    `copy (select * from (values ${values.join(", ")}) e("Name", date, "from", "to", kind)) to '${join(folder, "events.parquet")}' (format parquet)`,
  );
  const inline = await modelOf((await run(events)).runDir);
  const csv = await run([{ file: "events.csv" }]);
  expect((await modelOf(csv.runDir)).purchase.calendar).toEqual(inline.purchase.calendar);
  const parquet = await run([{ file: "events.parquet" }]);
  expect((await modelOf(parquet.runDir)).purchase.calendar).toEqual(inline.purchase.calendar);
  await write([`fair,${dayAfter(start, 100)},,,`]);
  const other = await run([{ file: "events.csv" }]);
  expect(other.runId).not.toBe(csv.runId);
  expect((await calendarOf(other.runDir)).events.map(({ name }) => name)).toEqual([
    "sale",
    "closing",
    "fair",
  ]);
}, 60_000);

test("what is wrong in a file, or with events, is said", async () => {
  await writeFile(join(folder, "wrong.csv"), "name;date\nsale;24.12.2023\nfair;2023-12-24\n");
  await expect(run([{ file: "wrong.csv" }])).rejects.toMatchObject({
    code: "EVENTS_INVALID",
    message: expect.stringContaining("1 of 2 rows of wrong.csv are no event: row 1: sale, 24.12.2023"),
  });
  await writeFile(join(folder, "wrong.csv"), "title,date\nsale,2023-12-24\n");
  await expect(run([{ file: "wrong.csv" }])).rejects.toMatchObject({
    message: expect.stringContaining("needs the column name"),
  });
  await expect(run([{ file: "nowhere.csv" }])).rejects.toMatchObject({
    code: "EVENTS_INVALID",
    message: expect.stringContaining("nowhere.csv"),
  });
  await expect(
    run([{ name: "Christmas Day", dates: ["2023-12-25"] }, { holidays: ["GB"] }]),
  ).rejects.toMatchObject({ message: expect.stringContaining("Christmas Day has 2023-12-25 twice") });
  const done = await run([
    { name: "fair", dates: [dayAfter(asOf, 9)] },
    { name: "open after all", kind: "closed", dates: [dayAfter(start, 200), dayAfter(start, 201)] },
  ]);
  expect(done.log).toContain("no day of fair lies in the log");
  expect(done.log).toMatch(/open after all is said to be closed, yet its days have \d+ % of the purchases/);
  expect((await calendarOf(done.runDir)).events.map(({ name }) => name)).toEqual(["open after all"]);
  const off = await runHere(
    folder,
    { ...quick, purchase: { calendar: "off", events } },
    { until: "score", verbosity: "debug" },
  );
  expect(off.log).toContain("purchase.events do not enter predictions: purchase.calendar is off");
}, 60_000);

test("days that the shop was closed on are no gap in the log", async () => {
  const upTo = { asOf: dayAfter(start, 440), quality: { emptyDays: { warn: 1, stop: 2 } } };
  await expect(run(undefined, upTo, "check")).rejects.toMatchObject({ code: "DATA_QUALITY" });
  const done = await run(events, upTo, "check");
  expect(done.log).not.toContain("without an order");
}, 60_000);
