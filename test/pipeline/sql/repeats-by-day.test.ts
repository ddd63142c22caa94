import { expect, test } from "vitest";
import { seededRandom } from "../../../models/numeric/random.js";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { customers } from "../../../pipeline/sql/customers.js";
import { purchasesOfDays, repeatsByDay } from "../../../pipeline/sql/repeats-by-day.js";
import { id, type Sql, sql } from "../../../pipeline/sql/sql.js";
import { queryTables } from "./query-tables.js";
import { type LogRow, randomLog, writtenDay } from "./random-log.js";

const db = await queryTables();
const log = id("transactions");

/** Purchases after each customer's first, day by day, with their worth in 1e-4. */
function plainRepeats(rows: readonly LogRow[], separate: boolean): Map<string, { n: number; v: number }> {
  const byDay = new Map<string, { n: number; v: number }>();
  const orders = rows.filter((r) => !r.refund);
  for (const customer of new Set(orders.map((r) => r.customer))) {
    const own = orders.filter((r) => r.customer === customer);
    const first = Math.min(...own.map((r) => r.day));
    for (const day of new Set(own.map((r) => r.day))) {
      const bought = own.filter((r) => r.day === day);
      const worth = bought.reduce((sum, r) => sum + r.units, 0);
      const mean = separate ? Math.round(worth / bought.length) : worth;
      const n = (separate ? bought.length : 1) - (day === first ? 1 : 0);
      if (n === 0) continue;
      const old = byDay.get(writtenDay(day)) ?? { n: 0, v: 0 };
      byDay.set(writtenDay(day), { n: old.n + n, v: old.v + worth - (day === first ? mean : 0) });
    }
  }
  return byDay;
}

async function found(money: boolean, separate: boolean, parts: number): Promise<Record<string, unknown>[]> {
  const options = { separate, money };
  const one = (i: number): Sql =>
    sql`(select * from ${log} where ${duckdbDialect.textHash(id("customer_id"))} % ${parts} = ${i})`;
  const shards = Array.from({ length: parts }, (_, i) => purchasesOfDays(one(i), id("customers"), options));
  const all = shards.reduce((together, shard) => sql`${together} union all ${shard}`);
  return db.rows(sql`select * from (${repeatsByDay(all, id("customers"), options)}) r order by day`);
}

test.each([
  [false, true],
  [true, true],
  [false, false],
  [true, false],
])("repeat purchases by day are those of plain loops: separate %s, amounts %s", async (separate, money) => {
  const random = seededRandom(7);
  for (let round = 0; round < 8; round++) {
    const rows = randomLog(random, { customers: 9, days: 14, rows: 60 });
    await db.table(
      "transactions",
      "customer_id varchar, day date, amount decimal(18,4), is_refund boolean",
      rows.map((r) => [r.customer, writtenDay(r.day), r.units / 1e4, r.refund]),
    );
    const counted = { asOf: "2024-12-31", attributes: [], refunds: true, separate, period: null };
    await db.store("customers", customers(duckdbDialect, log, { ...counted, logGaps: false, money }));
    const wanted = [...plainRepeats(rows, separate)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([day, { n, v }]) => ({ day, n: String(n), v: money ? (v / 1e4).toFixed(4) : null }));
    expect(await found(money, separate, 1)).toEqual(wanted);
    expect(await found(money, separate, 3)).toEqual(wanted);
    const [sum] = await db.rows(sql`select sum(x) as x from ${id("customers")}`);
    expect(wanted.reduce((total, { n }) => total + Number(n), 0)).toBe(Number(sum!.x));
  }
});
