import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { spendHistoriesSchema } from "../../../data/schemas/spend-histories.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { readSpendHistories } from "../../../pipeline/artifacts/read-histories.js";
import { openDuckDb } from "../../../pipeline/engines/duckdb/duckdb.js";
import { writeArrowFile } from "../../../pipeline/files/write-arrow.js";
import { spendHistories } from "../../../pipeline/sql/histories.js";
import { id, raw } from "../../../pipeline/sql/sql.js";

const folder = await mkdtemp(join(tmpdir(), "clv-spend-"));
const engine = await openDuckDb({
  directory: join(folder, "tables"),
  memoryLimit: "500MB",
  threads: 2,
  spillDirectory: folder,
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

interface Customer {
  readonly x: number;
  /** 1e-4 of the currency, a whole number */
  readonly z: bigint;
}

/** Spend from a hundredth of a cent to billions, some of it equal, some zero or negative, some customers without repeats. */
function spenders(count: number): Customer[] {
  const random = seededRandom(11);
  return Array.from({ length: count }, () => {
    const x = Math.floor(random() * 4);
    const kind = random();
    if (kind < 0.1) return { x, z: BigInt(Math.floor(random() * 3) - 1) };
    if (kind < 0.3) return { x, z: 1_234_500n };
    if (kind < 0.6) return { x, z: BigInt(Math.floor(10 ** (random() * 14))) };
    return { x, z: BigInt(Math.floor(10 ** (6 + random() / 2))) };
  });
}

/** Mean, second and third central moment of whole numbers, exact up to the last division. */
function moments(values: readonly bigint[]): { mean: number; m2: number; m3: number } {
  const n = BigInt(values.length);
  const total = values.reduce((a, b) => a + b, 0n);
  let second = 0n;
  let third = 0n;
  for (const value of values) {
    const d = value * n - total; // n times the distance to the mean
    second += d * d;
    third += d * d * d;
  }
  return {
    mean: Number(total) / values.length,
    m2: Number(second) / values.length ** 3,
    m3: Number(third) / values.length ** 4,
  };
}

test("spend_histories give each bin's size, mean and central moments to 1e-9 of the bin's width", async () => {
  const customers = spenders(4000);
  const values = customers.map((c) => `(${c.x}, ${c.z} * 0.0001::decimal(5,4))`).join(", ");
  await engine.execute(
    raw(
      `create table spenders as select x, cast(z as decimal(38,4)) as repeat_spend from (values ${values}) v(x, z)`,
    ),
  );
  const path = join(folder, "spend_histories.arrow");
  const rows = await writeArrowFile(path, spendHistoriesSchema, engine.query(spendHistories(id("spenders"))));
  const found = await readSpendHistories(folder, { file: basename(path), rows });

  const bins = new Map<string, { x: number; digits: number; lead: number; values: bigint[] }>();
  for (const { x, z } of customers) {
    if (x === 0 || z <= 0n) continue;
    const text = String(z);
    const lead = Number(text.slice(0, 3).padEnd(3, "0"));
    const key = `${x},${text.length},${lead}`;
    const bin = bins.get(key) ?? { x, digits: text.length, lead, values: [] };
    bins.set(key, bin);
    bin.values.push(z);
  }
  const expected = [...bins.values()].sort((a, b) => a.x - b.x || a.digits - b.digits || a.lead - b.lead);
  expect(rows).toBe(expected.length);
  expect(Math.max(...expected.map((b) => b.values.length))).toBeGreaterThan(100);
  expect(expected.filter((b) => new Set(b.values).size > 1).length).toBeGreaterThan(100);
  for (const [i, bin] of expected.entries()) {
    const width = 10 ** (bin.digits - 3 - 4);
    const { mean, m2, m3 } = moments(bin.values);
    expect([found.x[i], found.n[i]]).toEqual([bin.x, bin.values.length]);
    expect(Math.abs(found.z[i]! - mean / 1e4) / width).toBeLessThan(1e-9 * Math.max(1, bin.lead));
    expect(Math.abs(found.m2[i]! - m2 / 1e8) / width ** 2).toBeLessThan(1e-9);
    expect(Math.abs(found.m3[i]! - m3 / 1e12) / width ** 3).toBeLessThan(1e-9);
  }
});
