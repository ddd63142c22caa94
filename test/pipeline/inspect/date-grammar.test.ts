import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDuckDb } from "../../../pipeline/engines/duckdb/duckdb.js";
import type { Engine } from "../../../pipeline/engines/engine.js";
import { dateColumn } from "../../../pipeline/inspect/date-format.js";
import { monthNames } from "../../../pipeline/sql/date-words.js";
import { list, raw, sql } from "../../../pipeline/sql/sql.js";
import { dateReader } from "../../../pipeline/time/read-date.js";
import { thorough } from "../../thorough.js";

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clv-dates-"));
  engine = await openDuckDb({ directory: folder, memoryLimit: "500MB", threads: 1, spillDirectory: folder });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const two = (n: number): string => String(n).padStart(2, "0");

const months = [
  "January",
  "février",
  "MÄRZ",
  "Apr.",
  "mei",
  "giugno",
  "lipca",
  "ago",
  "set.",
  "Okt",
  "nov",
  "dez.",
];
const weekdays = ["Sun", "Montag", "mardi", "wo", "czwartek", "Fre", "lördag"];

/** Ways to write a local time, with the zone where it has a place. */
const days: Readonly<Record<string, (d: Date) => string>> = {
  iso: (d) => d.toISOString().slice(0, 10),
  dots: (d) => `${d.getUTCDate()}.${d.getUTCMonth() + 1}.${d.getUTCFullYear()}`,
  slashes: (d) => `${two(d.getUTCMonth() + 1)}/${two(d.getUTCDate())}/${d.getUTCFullYear()}`,
  short: (d) => `${two(d.getUTCFullYear() % 100)}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`,
  named: (d) => `${d.getUTCDate()}. ${months[d.getUTCMonth()]} ${d.getUTCFullYear()}`,
  ebay: (d) =>
    `${months[d.getUTCMonth()]!.replace(".", "")}-${two(d.getUTCDate())}-${two(d.getUTCFullYear() % 100)}`,
  weekday: (d) =>
    `${weekdays[d.getUTCDay()]}, ${months[d.getUTCMonth()]} ${d.getUTCDate()}, ${d.getUTCFullYear()}`,
  signs: (d) => `${d.getUTCFullYear()}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日`,
};
const times: Readonly<Record<string, (d: Date) => string>> = {
  none: () => "",
  minutes: (d) => ` ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`,
  seconds: (d) => ` ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`,
  fraction: (d) => ` ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}.0123456789`,
  points: (d) => ` kl. ${two(d.getUTCHours())}.${two(d.getUTCMinutes())}`,
  half: (d) =>
    `, ${d.getUTCHours() % 12 || 12}:${two(d.getUTCMinutes())} ${d.getUTCHours() < 12 ? "a.m." : "PM"}`,
};
const zones: readonly (readonly [string, number])[] = [
  ["", 0],
  ["Z", 0],
  [" UTC", 0],
  [" -0500", -300],
  ["+05:30", 330],
  [" +02", 120],
  [" GMT+0100 (Central European Standard Time)", 60],
  [" PDT", -420],
  [" JST", 540],
  [" America/Phoenix", -420],
  ["-03:00[America/Sao_Paulo]", -180],
];

test("what init reads of texts of every spelling is what DuckDB makes of them, and both are right", async () => {
  const moments = fc.array(
    fc.date({ min: new Date("1971-01-02"), max: new Date("2026-10-30"), noInvalidDate: true }),
    {
      minLength: 30,
      maxLength: 40,
    },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(days)),
      fc.constantFrom(...Object.keys(times)),
      fc.constantFrom(...zones),
      moments,
      async (day, time, [suffix, minutes], instants) => {
        const zone = time === "none" || time === "points" ? "" : suffix;
        const ahead = zone === "" ? 0 : minutes;
        const all = [...instants, new Date("2023-12-31T12:00:00Z"), new Date("1999-01-30T12:00:00Z")];
        const texts = all.map((instant) => {
          const local = new Date(instant.getTime() + ahead * 60_000);
          return days[day]!(local) + times[time]!(local) + zone;
        });
        const found = dateColumn(texts, { today: 2026_11_29 });
        expect(found?.share, texts[0]).toBe(1);
        expect(found!.choices, texts[0]).toEqual([]);
        const [format] = found!.formats;
        expect(found!.formats).toEqual([format]);
        const read = engine.dialect.parseDay(raw("v"), "text", {
          format: format!,
          timeZone: "UTC",
          sourceTimeZone: "UTC",
        });
        const rows = await engine.rows(
          sql`select cast(${read} as varchar) as day from (values ${list(texts.map((text, i) => sql`(${i}, ${text})`))}) t(i, v) order by i`,
        );
        const reader = dateReader(format!);
        rows.forEach((row, i) => {
          const date = reader(texts[i]!)!;
          const seconds = date.seconds - (typeof date.zone === "number" ? date.zone : ahead * 60);
          const here = new Date(Date.UTC(date.year, date.month - 1, date.day, 0, 0, seconds));
          const truth = time === "none" ? days.iso!(all[i]!) : all[i]!.toISOString().slice(0, 10);
          expect([here.toISOString().slice(0, 10), row.day], `${texts[i]} as ${format}`).toEqual([
            truth,
            truth,
          ]);
        });
      },
    ),
    { seed: 13, numRuns: thorough ? 600 : 60 },
  );
}, 300_000);

test("no name stands for two months", () => {
  const names = monthNames.flat();
  expect(new Set(names).size).toBe(names.length);
});
