import fc from "fast-check";
import { expect, test } from "vitest";
import { id, raw, sql } from "../../../pipeline/sql/sql.js";
import { valueRanks } from "../../../pipeline/sql/value-ranks.js";
import { queryTables } from "./query-tables.js";

const db = await queryTables();

/** Places by one window over all rows, which is what the buckets must not change. */
async function bothRanks(): Promise<{ found: string[]; expected: string[] }> {
  const ranks = sql`with ${valueRanks(sql`select customer_id, v from ${id("valued_rows")}`, "v")}
select customer_id, value_rank from value_ranks order by customer_id`;
  const plain = sql`select customer_id, rank() over (order by v desc nulls last) as value_rank
from ${id("valued_rows")} order by customer_id`;
  const text = async (select: typeof ranks) =>
    (await db.rows(select)).map((row) => `${row.customer_id} ${row.value_rank}`);
  return { found: await text(ranks), expected: await text(plain) };
}

const literal = (value: number | null): string => (value === null ? "null" : `'${value}'::double`);
const store = (values: readonly (number | null)[]): Promise<void> =>
  db.store(
    "valued_rows",
    raw(
      `select i as customer_id, v from (values ${values.map((v, i) => `(${i}, ${literal(v)})`).join(", ")}) t(i, v)`,
    ),
  );

const nextUp = (value: number): number => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + 1n);
  return view.getFloat64(0);
};
/** Values on both sides of the edge of a bucket, as close as doubles can be. */
const edges = Array.from({ length: 40 }, (_, k) => ((9_990 + k) / 1e4) ** 64).flatMap((edge) => [
  edge,
  nextUp(edge),
  nextUp(nextUp(edge)),
  -edge,
  -nextUp(edge),
]);
const special = [
  0,
  -0,
  5e-324,
  -5e-324,
  2.2e-308,
  1e-300,
  1e300,
  1.0000000000000002e300,
  1.7976931348623157e308,
  -1e300,
  -1.7976931348623157e308,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
  null,
];

test("places are those of a window over all rows, at every size of value and at the edges of buckets", async () => {
  await store([...special, ...edges, ...special]);
  const { found, expected } = await bothRanks();
  expect(found).toEqual(expected);
  expect(expected).toHaveLength(230);
});

test("places of random values with many ties are those of a window over all rows", async () => {
  const value = fc.oneof(
    fc.constantFrom(...special, 1, 1, 2, 10),
    fc.double({ noDefaultInfinity: true }),
    fc.double({ min: 0, max: 100, noNaN: true }),
    fc.integer({ min: 0, max: 20 }).map((n) => n / 8),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 300 }), async (values) => {
      await store(values);
      const { found, expected } = await bothRanks();
      expect(found).toEqual(expected);
    }),
    { numRuns: 60, seed: 3 },
  );
});
