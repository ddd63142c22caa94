import { expect, test } from "vitest";
import { seededRandom } from "../../../models/numeric/random.js";
import { duckdbDialect } from "../../../pipeline/engines/duckdb-dialect.js";
import {
  attributeLevels,
  covariateCustomers,
  covariateHistories,
  numbersOfAttribute,
} from "../../../pipeline/sql/covariate-histories.js";
import { id } from "../../../pipeline/sql/sql.js";
import { queryTables, type Value } from "./query-tables.js";

const { table, rows } = await queryTables();
const random = seededRandom(8);
const pick = <V>(values: readonly V[]): V => values[Math.floor(random() * values.length)]!;
const people = Array.from({ length: 500 }, (_, i) => {
  const x = Math.floor(random() * 3);
  return {
    customer_id: `c${(i * 7919) % 500}`,
    x,
    t_x: x === 0 ? 0 : 10,
    t_cal: pick([20, 30]),
    channel: pick(["web", "shop", null]),
    age: pick(["31", " 42.50", "n/a", null]),
  };
});
await table(
  "customers",
  "customer_id varchar, x integer, t_x integer, t_cal integer, attr_channel varchar, attr_age varchar",
  people.map((p): Value[] => [p.customer_id, p.x, p.t_x, p.t_cal, p.channel, p.age]),
);
const ageOf = (text: string | null): number | null => (text === null || text === "n/a" ? null : Number(text));
const both = { categorical: ["channel"], continuous: ["age"] };

test("histories by attribute are those of a plain count, NULL a value of its own and first", async () => {
  const counts = new Map<string, number>();
  for (const p of people) {
    const key = JSON.stringify([p.x, p.t_x, p.t_cal, p.channel, ageOf(p.age)]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const found = await rows(covariateHistories(duckdbDialect, id("customers"), both));
  expect(found.length).toBe(counts.size);
  const keys = found.map((r) => [r.x, r.t_x, r.t_cal, r.attr_channel, r.attr_age]);
  for (const [i, key] of keys.entries()) expect(Number(found[i]!.n)).toBe(counts.get(JSON.stringify(key)));
  const order = (v: unknown): string =>
    v === null ? "" : typeof v === "number" ? `1${String(v).padStart(9)}` : `1${v}`;
  const sorted = [...keys].sort((p, q) => {
    const at = p.findIndex((v, i) => v !== q[i]);
    return at < 0 ? 0 : order(p[at]) < order(q[at]) ? -1 : 1;
  });
  expect(keys).toEqual(sorted);
});

test("customers come in the order of the histories, with their ids", async () => {
  const found = await rows(covariateCustomers(duckdbDialect, id("customers"), both));
  expect(found.length).toBe(500);
  expect(new Set(found.map((r) => r.customer_id)).size).toBe(500);
  const byId = new Map(people.map((p) => [p.customer_id, p]));
  for (const r of found) {
    const p = byId.get(String(r.customer_id))!;
    expect([r.x, r.attr_channel, r.attr_age]).toEqual([p.x, p.channel, ageOf(p.age)]);
  }
  const again = await rows(covariateCustomers(duckdbDialect, id("customers"), both));
  expect(again).toEqual(found);
});

test("levels with their customers, most frequent first, and what of a column is numbers", async () => {
  const levels = await rows(attributeLevels(id("customers"), "channel"));
  expect(levels.map((r) => r.level).sort()).toEqual(["shop", "web", null].sort());
  const n = levels.map((r) => Number(r.n));
  expect(n).toEqual([...n].sort((p, q) => q - p));
  for (const { level, n: count } of levels)
    expect(Number(count)).toBe(people.filter((p) => p.channel === level).length);
  const [ages] = await rows(numbersOfAttribute(duckdbDialect, id("customers"), "age"));
  expect([Number(ages!.customers), Number(ages!.given), Number(ages!.numbers)]).toEqual([
    500,
    people.filter((p) => p.age !== null).length,
    people.filter((p) => ageOf(p.age) !== null).length,
  ]);
  expect([ages!.least, ages!.most]).toEqual([31, 42.5]);
});

test("without attributes they are the plain histories", async () => {
  const none = { categorical: [], continuous: [] };
  const found = await rows(covariateHistories(duckdbDialect, id("customers"), none));
  expect(found.reduce((sum, r) => sum + Number(r.n), 0)).toBe(500);
  expect(Object.keys(found[0]!)).toEqual(["x", "t_x", "t_cal", "n"]);
});
