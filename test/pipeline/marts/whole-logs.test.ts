import { existsSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { martCommand } from "../../../pipeline/commands/mart.js";
import { configSchema } from "../../../pipeline/config/config.js";
import { commandName } from "../../../pipeline/marts/command-name.js";
import { marts } from "../../../pipeline/marts/marts.js";
import { metrics } from "../../../pipeline/sinks/dbt/metrics-file.js";
import { dbtSources } from "../../../pipeline/sinks/dbt/sources-file.js";
import { dbtText } from "../../../pipeline/sinks/dbt/texts.js";
import { scratch, shared } from "../cli/clv-process.js";
import { query } from "../cli/read-back.js";
import { clvHere, runHere } from "../cli/run-here.js";
import { allTables, madeMarts } from "./shop-run.js";

const root = resolve(import.meta.dirname, "../../..");
const sample = join(root, "data/sample");
const elog = join(shared, "cdnow_elog.csv");

/** Settings of a log; what a run checks by itself (identities) holds where it ends. */
const logs = [
  {
    name: "the shipped sample",
    at: sample,
    settings: (await readFile(join(sample, "clv.yaml"), "utf8")).replace(/^(publish|runsDir): .*$/gm, ""),
  },
  {
    name: "CDNOW (skipped where ../shared/data is absent)",
    at: elog,
    settings: `source: { paths: [${elog}] }
columns: { customer: masterid, date: date, amount: sales }
ingest: { dateFormat: "%Y%m%d" }
asOf: 1998-06-30
`,
  },
] as const;

describe.each(logs.filter(({ at }) => existsSync(at)))("marts of $name", ({ at, settings }) => {
  let folder: string;
  // biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
  let run: any;
  let warehouse: string;
  let made: readonly string[];

  beforeAll(async () => {
    folder = await scratch();
    if (at === sample) await cp(sample, folder, { recursive: true });
    await writeFile(join(folder, "clv.yaml"), settings);
    warehouse = join(folder, "w.duckdb");
    run = await runHere(folder, {
      publish: [`duckdb:${warehouse}`],
      ...{ purchase: { calendar: "off" }, validate: { totalOrigins: 0, when: "never" } },
    });
    made = (await madeMarts(run.runDir)).marts.filter(({ lacks }) => lacks === null).map((m) => m.name);
  });

  test("keys tell rows apart, and are there unless they say that they may be null", async () => {
    const config = configSchema.parse(
      JSON.parse(await readFile(join(run.runDir, "manifest.json"), "utf8")).config,
    );
    // biome-ignore lint/suspicious/noExplicitAny: what dbt tests
    const [source] = (dbtSources(config) as any).sources;
    const there = new Set(
      (
        await query(
          "select table_name as name from duckdb_tables() union all select view_name from duckdb_views()",
          warehouse,
        )
      ).map((t) => t.name),
    );
    for (const table of source.tables.filter((t: { name: string }) => there.has(t.name))) {
      for (const one of table.tests ?? []) {
        const keys = one["dbt_utils.unique_combination_of_columns"].combination_of_columns.join(", ");
        const twice = `select ${keys}, count(*) as n from ${table.name} group by ${keys} having count(*) > 1 limit 3`;
        expect(await query(twice, warehouse), `${table.name}: ${keys}`).toEqual([]);
      }
      for (const { name: column, tests = [] } of table.columns)
        for (const one of tests) {
          const where =
            typeof one === "string"
              ? `${column} is null`
              : `${column} not in (${one.accepted_values.values.map((v: string) => `'${v}'`).join(", ")})`;
          const wrong =
            one === "unique"
              ? `select ${column} from ${table.name} group by 1 having count(*) > 1`
              : `select ${column} from ${table.name} where ${where}`;
          expect(
            await query(`${wrong} limit 3`, warehouse),
            `${table.name}.${column}: ${JSON.stringify(one)}`,
          ).toEqual([]);
        }
      const columns = await query(`select column_name as name from (describe ${table.name})`, warehouse);
      expect(columns.map((c) => c.name).sort(), table.name).toEqual(
        table.columns.map((c: { name: string }) => c.name).sort(),
      );
    }
    expect(parse(dbtText(config)).version).toBe(2);
  });

  test("every metric gives a figure, and every table and column has its comment", async () => {
    const config = configSchema.parse(
      JSON.parse(await readFile(join(run.runDir, "manifest.json"), "utf8")).config,
    );
    const tables = new Set<string>(allTables.map((table) => table.name));
    for (const { table, sql, filter } of metrics(config).metrics.filter(
      (m) => !tables.has(m.table) || made.includes(m.table),
    )) {
      const [row] = await query(`select ${sql} as value from ${table} where ${filter ?? "true"}`, warehouse);
      expect(Number(row!.value), `${table}: ${sql}`).toBeGreaterThanOrEqual(0);
    }
    const bare = await query(
      "select table_name || '.' || column_name as name from duckdb_columns() where comment is null and table_name like 'clv_%' and schema_name = 'main'",
      warehouse,
    );
    expect(bare.map((c) => c.name).filter((column) => tables.has(String(column).split(".")[0]!))).toEqual([]);
  });

  test("the SQL of the cookbook runs in the warehouse", async () => {
    const page = await readFile(join(root, "pipeline/marts/README.md"), "utf8");
    const statements = [...page.matchAll(/^```sql\n([\s\S]*?);\n^```$/gm)].map((m) => m[1]!);
    const there = new Set(
      marts.filter((m) => made.includes(m.name)).flatMap((m) => m.tables.map((t) => t.name as string)),
    );
    const shown = statements.filter((statement) => there.has(/^from (\w+)$/m.exec(statement)![1]!));
    expect(shown).toHaveLength(there.size);
    for (const statement of shown) expect((await query(statement, warehouse)).length).toBeLessThanOrEqual(20);
  });

  test.each(
    marts.map((mart) => [commandName(mart.name), mart] as const),
  )("clv %s answers within 80 columns", async (command, mart) => {
    const { code, out } = await clvHere([command], folder, (io) => [
      martCommand(mart, { ...io, columns: 80 }),
    ]);
    expect(code).toBe(made.includes(mart.name) ? 0 : 2);
    for (const line of out.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(out).not.toMatch(/NaN|undefined|Infinity|null/);
  });
});
