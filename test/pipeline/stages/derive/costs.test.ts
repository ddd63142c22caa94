import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type ConfigInput, configSchema } from "../../../../pipeline/config/config.js";
import { openDuckDb } from "../../../../pipeline/engines/duckdb/duckdb.js";
import type { Row } from "../../../../pipeline/engines/engine.js";
import { costFilesOf } from "../../../../pipeline/sources/cost-source.js";
import { raw, sql } from "../../../../pipeline/sql/sql.js";
import type { StageContext } from "../../../../pipeline/stage.js";
import type { LoadedCosts } from "../../../../pipeline/stages/derive/costs/cost-notes.js";
import { loadCosts } from "../../../../pipeline/stages/derive/costs/load-costs.js";
import { query } from "../../cli/read-back.js";
import { quiet, spendEngine } from "../../spend/spend-engine.js";

const { folder, engine } = await spendEngine(1);
const facts = { asOf: "2025-03-31", firstDay: "2025-01-05", attributes: ["channel"], money: true };

beforeAll(async () => {
  await engine.materialize(
    { name: "customers" },
    sql`select * from (values ('a', date '2025-01-05', 'search'), ('b', date '2025-01-20', 'search'), ('c', date '2025-02-03', 'social')) v(customer_id, first_day, attr_channel)`,
  );
});

interface Loaded {
  readonly found: LoadedCosts;
  readonly rows: Row[];
  readonly warnings: readonly string[];
}

async function load(
  content: string | Buffer,
  { file = "costs.csv", ...acquisition }: { file?: string } & Record<string, unknown> = {},
  config: ConfigInput = {},
): Promise<Loaded> {
  const path = join(folder, file);
  if (content !== "") await writeFile(path, content);
  const warnings: string[] = [];
  const parsed = configSchema.parse({
    columns: { attributes: { channel: "channel", country: "country" } },
    currency: { base: "EUR" },
    ...config,
    costs: { acquisition: { file: path, ...acquisition } },
  });
  const context = {
    ...quiet,
    ...{ config: parsed, engine, env: {}, runDir: join(folder, "run") },
    costFiles: await costFilesOf(parsed, {}, quiet.signal),
    warn: (line: string) => warnings.push(line),
    openLocal: (directory: string) =>
      openDuckDb({ directory, memoryLimit: "500MB", threads: 1, spillDirectory: folder }),
  } as unknown as StageContext;
  const found = (await loadCosts(facts, context))!;
  const rows = await engine.rows(
    sql`select *, cast(acquisition_month as varchar) as month from mart_costs order by cost_row nulls last, ${raw("month")}`,
  );
  return { found, rows, warnings };
}

const refused = async (...given: Parameters<typeof load>): Promise<string> =>
  load(...given).then(
    () => "read",
    (error: { code?: string; message: string }) => `${error.code} ${error.message}`,
  );

test("an exponent is no currency", async () => {
  const { rows } = await load("month,channel,cost\n2025-01,search,1.5e2\n2025-02,search,-4.5E-13\n");
  expect(rows.map((row) => [row.amount, row.currency])).toEqual([
    [150, "EUR"],
    [-4.5e-13, "EUR"],
  ]);
});

test("a German export: names, semicolons, decimal comma, months in words, a sign", async () => {
  const { found, rows } = await load(
    "\uFEFFMonat;Kanal;Kampagne;Kosten;Neukunden;Klicks\nJan. 2025;search;Marke;1.234,50 €;2;10\n02.2025;search;Marke;99,90;;20\n15.03.2025;social;;7;0;30\n",
    { columns: { dimensions: { channel: "Kanal" } } },
  );
  expect(found).toMatchObject({ rows: 3, attributes: ["channel"], dimensions: ["kampagne"] });
  expect(rows.map((r) => [r.cost_row, r.month, r.attr_channel, r.dim_1, r.amount, r.new_customers])).toEqual([
    [2, "2025-01-01", "search", "Marke", 1234.5, 2],
    [3, "2025-02-01", "search", "Marke", 99.9, null],
    [4, "2025-03-01", "social", null, 7, 0],
  ]);
  expect(found.notes.map((note) => note.code)).toEqual(["costs.unused"]);
});

test("currencies by their rates, the mean over the days of a month", async () => {
  const rates = join(folder, "rates.csv");
  await writeFile(rates, "currency,rate,from\nUSD,0.9,2025-01-01\nUSD,0.8,2025-02-15\n");
  const { rows, found } = await load(
    "month,channel,spend,currency\n2025-01,search,100,usd\n2025-02,search,100,USD\n2025-02-20,search,100,USD\n2025-03,social,-5,EUR\n",
    {},
    { currency: { base: "EUR", ratesFile: rates } },
  );
  expect(rows.map((row) => row.spend)).toEqual([90, expect.closeTo(85, 9), 80, -5]);
  expect(found.spend).toBeCloseTo(250, 9);
  expect(found.meanCac).toBeCloseTo(250 / 3, 9);
  expect(found.notes.map((note) => note.code)).toEqual(["costs.repeated", "costs.credits"]);
});

test("what contradicts the log is named, and nothing is lost", async () => {
  const { found, rows, warnings } = await load(
    "month,channel,cost\n2024-11,search,10\n2025-01,Search,20\n2025-02,billboards,30\n2025-05,search,40\n",
  );
  expect(found.spend).toBe(100);
  expect(rows.map((row) => row.counted)).toEqual([true, true, true, false]);
  expect(found.notes.map((note) => note.code)).toEqual([
    ...["costs.later", "costs.earlier", "costs.unknownSource", "costs.unknownSource"],
  ]);
  expect(warnings.join("\n")).toContain("did you mean search?");
  expect(warnings.join("\n")).toContain("the log has");
});

test("costs of customers are added up by the month of their first purchase", async () => {
  const { found, rows, warnings } = await load("customer_id,amount\na,10.5\nb,4.5\nc,7\nzz,3\n");
  expect(rows.map((r) => [r.month, r.attr_channel, r.spend, Number(r.file_rows), r.is_unknown])).toEqual([
    ["2025-01-01", "search", 15, 2, false],
    ["2025-02-01", "social", 7, 1, false],
    [null, null, 3, 1, true],
  ]);
  expect(found.spend).toBe(25);
  expect(warnings.join()).toContain("customers that the log does not have");
  expect(warnings.join()).not.toContain("zz");
});

test("Parquet, and a table of a DuckDB file", async () => {
  const parquet = join(folder, "costs.parquet");
  await query(
    `copy (select date '2025-01-01' as "Month", 'search' as channel, 12.5::decimal(9,2) as spend, 3::bigint as new_customers) to '${parquet}' (format parquet)`,
  );
  const { rows } = await load("", { file: "costs.parquet" });
  expect(rows[0]).toMatchObject({
    month: "2025-01-01",
    attr_channel: "search",
    spend: 12.5,
    new_customers: 3,
  });
  const file = join(folder, "shop.duckdb");
  await query(
    `attach '${file}' as shop; create table shop.ads as select '2025-02' as month, 'social' as channel, 1e3 as cost; detach shop`,
  );
  const read = await load("", { file: "shop.duckdb", table: "ads" });
  expect(read.rows[0]).toMatchObject({ month: "2025-02-01", attr_channel: "social", spend: 1000 });
});

test("every row that cannot be read is said, all at once", async () => {
  const said = await refused(
    "month,channel,cost,currency\n2025,search,1,EUR\n2025-Q1,search,1,EUR\nTotal,,9,EUR\n2025-01,search,many,EUR\n2025-01,search,1,GBP\n2025-01,search,,EUR\n2025-02,search,5,EUR\n",
  );
  expect(said).toContain("COSTS_INVALID 6 of 7 rows of costs.csv are no costs");
  for (const part of [
    'row 2: "2025" is a year',
    "row 3",
    'row 4: "Total"',
    'row 5: "many" is no amount',
    "row 6: no rate for GBP",
  ])
    expect(said).toContain(part);
});

test.each([
  ["month,channel,cost\n01/02/2025,search,1\n", {}, "may be two dates"],
  ["month,channel,cost\n2025-01,search,1e20\n", {}, "more than any shop spends"],
  ["month,channel,cost\n2025-01,search,1.200\n2025-02,search,3.400\n", {}, "decimalSeparator"],
  ["month,channel,cost,spend\n2025-01,search,1,2\n", {}, "each of cost, spend may be the amount"],
  ["month,channel,clicks\n2025-01,search,1\n", {}, "no column that looks like an amount spent"],
  ["channel,cost\nsearch,1\n", {}, "no column that looks like a month"],
  ["month,channel,cost\n2025-01,search,1\n", { columns: { amount: "costs" } }, "did you mean cost?"],
  ["month,channel,cost\n", {}, "has no rows"],
  ["month,cost\n2025-01,$5\n", {}, "may be in several currencies"],
])("refused: %s", async (content, acquisition, said) => {
  expect(await refused(content, acquisition)).toContain(said);
});

test("a missing file, and one that changed since the run began", async () => {
  expect(await refused("", { file: "nowhere.csv" })).toContain("COSTS_INVALID cannot read");
});
