import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import type { MartInputs } from "../../../pipeline/marts/mart.js";
import { marts } from "../../../pipeline/marts/marts.js";
import { scratch } from "../cli/clv-process.js";
import { runHere } from "../cli/run-here.js";
import { madeMarts, shopFolder } from "./shop-run.js";

const folder = await scratch();
const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});
let inputs: MartInputs;
let made: ReadonlySet<string>;

beforeAll(async () => {
  await shopFolder(folder);
  const { runDir } = await runHere(folder, {}, { until: "derive" });
  const { facts, marts: file } = await madeMarts(runDir);
  made = new Set(file.filter(({ lacks }) => lacks === null).map(({ name }) => name));
  inputs = {
    ...{ dialect: duckdbDialect, facts, table: duckdbDialect.table },
    config: configSchema.parse({ columns: { attributes: { channel: "channel" } } }),
  };
  for (const table of [
    "transactions",
    "customers",
    "scores",
    ...file.flatMap((m) => m.tables.map((t) => t.table)),
  ])
    await connection.run(`create table ${table} as from '${join(runDir, "tables", `${table}.parquet`)}'`);
});

/** The sums that an identity compares. */
async function compared(select: string): Promise<{ found: number; expected: number }[]> {
  const rows = (await connection.runAndReadAll(select)).getRowObjectsJson();
  return rows.map((row) => ({ found: Number(row.found ?? 0), expected: Number(row.expected ?? 0) }));
}

const balanced = ({ found, expected }: { found: number; expected: number }): boolean =>
  Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected));

test.each(
  marts.flatMap((mart) =>
    mart.identities.map((identity) => [mart.name, identity.says, mart, identity] as const),
  ),
)("%s: %s does not hold of a table that is wrong", async (name, _, mart, identity) => {
  if (!made.has(name)) return;
  expect((await compared(identity.select(inputs).text)).map(balanced)).not.toContain(false);
  // a row twice, and every figure another one
  for (const table of mart.tables) {
    const wrong = table
      .columns(inputs.facts)
      .filter(
        ({ name: column, type }) => (type === "number" || type === "count") && !table.grain.includes(column),
      )
      .map(({ name: column }) => `coalesce(${column}, 0) * 3 + 7 as ${column}`);
    await connection.run(
      `create table wrong_${table.name} as select * ${wrong.length > 0 ? `replace (${wrong.join(", ")})` : ""} from (from ${table.name} union all from ${table.name})`,
    );
  }
  const own = new Set<string>(mart.tables.map((table) => table.name));
  const broken: MartInputs = {
    ...inputs,
    table: (table) => inputs.table(own.has(table) ? `wrong_${table}` : table),
  };
  try {
    // a statement that cannot be carried out of rows twice is one that notices
    const found = await compared(identity.select(broken).text).catch(() => null);
    expect(found === null || found.map(balanced).includes(false)).toBe(true);
  } finally {
    for (const table of mart.tables) await connection.run(`drop table wrong_${table.name}`);
  }
});
