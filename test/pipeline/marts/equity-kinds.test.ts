import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { query, type Row } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { day, ordinary, shop } from "../cli/shop-log.js";

const root = await mkdtemp(join(tmpdir(), "clv-equity-kinds-"));
afterAll(() => rm(root, { recursive: true, force: true }));

/** Two runs of a shop, the second one 31 days later with the same model; what the second one has made. */
async function twoRuns(settings: string): Promise<(table: string, more?: string) => Promise<Row[]>> {
  const folder = await mkdtemp(join(root, "shop-"));
  const rows = shop(250, ordinary, 5, 240).map(
    ([who, on, amount]) => `${who},${on},${amount},${["web", "app", ""][Number(who.slice(1)) % 3]}`,
  );
  await writeFile(join(folder, "log.csv"), ["customer_id,order_date,amount,channel", ...rows, ""].join("\n"));
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [log.csv] }
columns: { customer: customer_id, date: order_date, amount: amount, attributes: { channel: channel } }
validate: { when: never }
publish: ["duckdb:w.duckdb"]
${settings}`,
  );
  await runHere(folder, { asOf: day(200) });
  const { runDir } = await runHere(folder, { asOf: day(231) });
  return (table, more = "") => query(`select * from '${runDir}/tables/${table}.parquet' ${more}`);
}

test("covariates: nothing is restated of orders that are the same, group by group", async () => {
  const table = await twoRuns(
    "purchase: { model: bg-nbd, calendar: off, covariates: { purchase: [channel] } }\nspend: { model: gamma-gamma }\nuncertainty: { intervals: false }\n",
  );
  const lines = new Map((await table("clv_equity_bridge")).map((r) => [r.item, r]));
  for (const item of ["forgotten", "restated", "settings"])
    expect(lines.get(item), item).toMatchObject({ customers: "0", amount: 0 });
  const equity = await table("clv_equity", "order by attribute, source nulls last");
  expect(equity.map((r) => [r.attribute, r.source])).toEqual([
    ...[
      ["channel", "app"],
      ["channel", "web"],
      ["channel", null],
      [null, null],
    ],
  ]);
  const losses = await table("clv_replacement", "where horizon_days = 365");
  expect(losses).toHaveLength(4);
  for (const row of losses) {
    expect(Number(row.expected_losses)).toBeGreaterThan(0);
    expect(Number(row.expected_losses)).toBeLessThan(Number(row.expected_alive));
  }
});

test("periods: what is released is that of the whole periods between", async () => {
  const table = await twoRuns(
    "purchase: { model: bg-bb, period: week, calendar: off }\nspend: { model: gamma-gamma }\n",
  );
  const lines = new Map((await table("clv_equity_bridge")).map((r) => [r.item, r]));
  expect(lines.get("restated")).toMatchObject({ customers: "0", amount: 0 });
  const released = -Number(lines.get("released")!.amount);
  const earned = Number(lines.get("released")!.margin_earned);
  expect(released / earned).toBeGreaterThan(0.7);
  expect(released / earned).toBeLessThan(1.4);
  const [all] = await table("clv_equity", "where attribute is null");
  expect(Number(all!.equity_lo80)).toBeLessThan(Number(all!.equity));
  expect(Number(all!.equity_hi95)).toBeGreaterThan(Number(all!.equity_hi80));
});
