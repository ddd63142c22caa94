import { expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import { collectFindings } from "../../../pipeline/quality/collect-findings.js";
import type { RunRecord } from "../../../pipeline/registry/registry.js";
import { raw, sql } from "../../../pipeline/sql/sql.js";
import type { StageContext } from "../../../pipeline/stage.js";
import { daysBetween } from "../../../pipeline/time/calendar.js";
import { quiet, spendEngine } from "../spend/spend-engine.js";

const { engine, folder } = await spendEngine(1);

/** Ten orders on each day from the first to the last one, 30 in December, each by a customer who is new on every other day. */
const [first, asOf] = ["2022-01-01", "2024-12-31"];
const days = sql`select cast(d as date) as day, i from (select unnest(generate_series(date ${first}, date ${asOf}, interval 1 day)) as d) s,
  (select unnest(range(30)) as i) o where i < case when month(d) = 12 then 30 else 10 end`;
const customer = raw("'c' || cast(date_diff('day', date '2022-01-01', day) // 2 * 100 + i as varchar)");

const previous = {
  ...{ runId: "earlier", asOf: "2024-11-30", rows: 100, statistics: {} },
} as unknown as RunRecord;

test("findings hold every day of the log, and what the season of earlier years makes of those since the last run", async () => {
  await engine.materialize(
    { name: "transactions" },
    sql`select ${customer} as customer_id, day, cast(10 as decimal(18,4)) as amount, false as is_refund from (${days}) d`,
  );
  await engine.materialize(
    { name: "customers" },
    sql`select customer_id, min(day) as first_day, max(day) as last_day, count(*) as orders from ${engine.dialect.table("transactions")} t group by customer_id`,
  );
  const context = { ...quiet, engine, config: configSchema.parse({ runsDir: folder }), sources: [] };
  const artifacts = {
    account: { accepted: 20_000, firstDay: first },
    summary: { asOf, customers: 5000, repeatCustomers: 4000, newOnAsOf: 0 },
  };
  const { findings, statistics } = await collectFindings(
    artifacts as unknown as Parameters<typeof collectFindings>[0],
    previous,
    context as unknown as StageContext,
  );
  expect(findings.counts.after).toBe("2021-12-31");
  expect(findings.counts.orders.length).toBe(daysBetween("2021-12-31", asOf));
  expect(findings.counts.orders.at(-1)).toBe(30);
  expect(findings.counts.newCustomers.slice(0, 4)).toEqual([10, 0, 10, 0]);
  expect(findings.since).toMatchObject({ orders: { before: 310, since: 930 }, season: { isSure: true } });
  expect(findings.since!.season!.orders).toBeCloseTo(3, 1);
  expect(findings.since!.season!.years).toEqual([2022, 2023]);
  expect(statistics.season!.orders).toBeGreaterThan(2);
});
