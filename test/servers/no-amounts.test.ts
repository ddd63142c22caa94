import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectPostgres } from "../../pipeline/engines/postgres/client.js";
import { openSpark, type SparkEngine } from "../../pipeline/engines/spark/spark.js";
import { raw } from "../../pipeline/sql/sql.js";
import { scratch } from "../pipeline/cli/clv-process.js";
import { runHere } from "../pipeline/cli/run-here.js";
import { ordinary, shop } from "../pipeline/cli/shop-log.js";
import type { PostgresDatabase } from "./postgres-server.js";
import { ordersIntoPostgres } from "./raw-orders.js";
import { expectSame, runOn } from "./same-result.js";
import { sharedPostgres, sharedSpark } from "./shared-servers.js";
import type { SparkAddress } from "./spark-server.js";

const folder = await scratch();
const log = join(folder, "log.csv");
let postgres: PostgresDatabase;
let spark: SparkAddress;
let reader: SparkEngine;

beforeAll(async () => {
  postgres = await sharedPostgres("no_amounts");
  spark = await sharedSpark();
  reader = await openSpark({ env: spark.env, database: "no_amounts_reader" });
  const lines = shop(1100, ordinary).map(([who, when, amount], i) => [
    who,
    when,
    amount,
    ["web", "app"][i % 2],
  ]);
  const rows = [["who", "day", "amount", "channel"], ...lines];
  await writeFile(log, `${rows.map((row) => row.join(",")).join("\n")}\n`);
  const columns = { customer: "who", date: "day", amount: "none", attributes: { channel: "channel" } };
  await writeFile(
    join(folder, "clv.yaml"),
    JSON.stringify({
      ...{ columns, source: { paths: [log] }, value: { horizonsDays: [90] }, publish: [] },
      validate: { when: "always", replicates: 0, origins: 1, models: ["bg-nbd"] },
    }),
  );
});
afterAll(() => reader?.close());

test("a log without amounts gives the same on DuckDB, PostgreSQL and Spark", async () => {
  await ordersIntoPostgres(log, "visits", postgres.env);
  const reference = await runOn("duckdb", folder, { runsDir: "duckdb" }, {});
  const fromTable = { format: "postgres", table: "public.visits", paths: [] };
  const within = { runsDir: "postgres", engine: { name: "postgres" }, source: fromTable };
  await expectSame(reference, await runOn("postgres", folder, within, postgres.env));
  const onSpark = { runsDir: "spark", engine: { name: "spark" } };
  await expectSame(reference, await runOn("spark", folder, onSpark, spark.env));
});

test("outputs of a server have no columns of money, and gain them with a run that has amounts", async () => {
  const publish = [{ to: "postgres", path: "shop" }, "spark:no_amounts"];
  const env = { ...postgres.env, ...spark.env };
  const run = (asOf: string, amount: string) =>
    runHere(
      folder,
      {
        ...{
          asOf,
          publish,
          columns: { amount },
          runsDir: `published-${amount}`,
          validate: { when: "never" },
        },
        ...(amount !== "none" && { currency: { base: "EUR" } }),
      },
      { io: { env } },
    );
  const client = await connectPostgres({ env: postgres.env });
  const followed = async (): Promise<string[][]> => [
    (
      await client.rows(
        raw(
          "select column_name::text as name from information_schema.columns where table_schema = 'shop' and table_name = 'clv_customer_history' order by ordinal_position",
        ),
      )
    ).map(({ name }) => String(name)),
    (await reader.describe(raw("select * from no_amounts.clv_customer_history"))).map(({ name }) => name),
  ];
  const bare = [
    ...["customer_id", "as_of", "x", "p_alive", "expected_purchases", "horizon_days", "value_tier"],
    ...["previous_as_of", "previous_tier", "p_alive_change", "model_version", "run_id"],
  ];
  const sums =
    "select as_of, count(clv) as valued, count(expected_purchases) as n, count(clv_change) as changed";
  try {
    const first = await run("2024-08-31", "none");
    expect(await followed()).toEqual([bare, bare]);
    const valued = await run("2024-10-31", "amount");
    const [inPostgres, inSpark] = await followed();
    // a view of PostgreSQL keeps its columns in their order
    expect(inPostgres).toEqual([...bare, "clv", "clv_change"]);
    expect([...inSpark!].sort()).toEqual([...bare, "clv", "clv_change"].sort());
    const last = await run("2024-11-30", "none");
    for (const rows of [
      await client.rows(raw(`${sums} from shop.clv_customer_history group by as_of order by as_of`)),
      await reader.rows(raw(`${sums} from no_amounts.clv_customer_history group by as_of order by as_of`)),
    ])
      expect(rows.map((r) => [r.valued, r.n, r.changed].map(Number))).toEqual([
        [0, first.customers, 0],
        [valued.customers, valued.customers, 0],
        [0, last.customers, 0],
      ]);
    for (const rows of [
      await client.rows(raw("select currency from shop.clv_runs order by as_of")),
      await reader.rows(raw("select currency from no_amounts.clv_runs order by as_of")),
    ])
      expect(rows.map((r) => r.currency ?? null)).toEqual([null, "EUR", null]);
  } finally {
    await client.close();
  }
});
