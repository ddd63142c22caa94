import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvFile } from "../../../pipeline/forget/csv-file.js";
import type { Eraser } from "../../../pipeline/forget/erased-file.js";
import { personOf } from "../../../pipeline/forget/person.js";
import { thorough } from "../../thorough.js";
import { scratch } from "../cli/clv-process.js";

const path = join(await scratch(), "clv_scores.csv");
const eraser = (ids: readonly string[]): Eraser => ({ person: personOf(ids) }) as unknown as Eraser;

/** Ids that are also values of other columns, with everything that CSV quotes. */
const value = fc.oneof(
  fc.constantFrom(
    "1",
    "17",
    "0.5",
    "top",
    "bg-nbd",
    "customer_id",
    "true",
    "2024-12-30",
    "a,b",
    'a"b',
    "a\nb",
    "\u00d6, x",
  ),
  fc.string({ minLength: 1, maxLength: 4 }).filter((text) => text.trim() === text && !text.includes("\r")),
);
const field = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

test("rows go by customer_id alone; everybody else's bytes stay", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(value, value, value), { maxLength: 12 }),
      fc.nat(2),
      fc.uniqueArray(value, { minLength: 1, maxLength: 4 }),
      async (rows, at, ids) => {
        const names = ["store", "x"];
        names.splice(at, 0, "customer_id");
        const record = (row: readonly string[]): string => `${row.map(field).join(",")}\n`;
        const kept = (all: readonly (readonly string[])[]): string =>
          record(names) + all.map(record).join("");
        await writeFile(path, kept(rows));
        const others = rows.filter((row) => !ids.includes(row[at]!));
        const taken = await csvFile.erase(path, eraser(ids));
        expect(await readFile(path, "utf8")).toBe(kept(others));
        expect(taken).toBe(rows.length - others.length);
        expect((await csvFile.find(path, eraser(ids))).size).toBe(0);
      },
    ),
    { numRuns: thorough ? 400 : 60, seed: 11 },
  );
});

test("a table without customers stays, whatever its values", async () => {
  const text = "run_id,customer_id_hash\n17,17\n";
  await writeFile(path, text);
  expect(await csvFile.erase(path, eraser(["17", "run_id"]))).toBe(0);
  expect(await readFile(path, "utf8")).toBe(text);
});
