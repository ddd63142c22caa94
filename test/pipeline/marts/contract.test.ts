import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, expect, test } from "vitest";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { commandName } from "../../../pipeline/marts/command-name.js";
import { marts } from "../../../pipeline/marts/marts.js";
import { stageNames } from "../../../pipeline/stage.js";
import { en } from "../../../pipeline/text/messages/en.js";
import { tableColumns } from "../sql/statements.js";
import { martFacts, martInputs, martTableColumns } from "./mart-statements.js";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
for (const [table, columns] of Object.entries(tableColumns))
  await connection.run(`create table ${table} (${columns})`);
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});
const inputs = martInputs(duckdbDialect);
const tables = marts.flatMap((mart) => mart.tables.map((table) => [table.name, mart, table] as const));

const described = async (select: string): Promise<string> => {
  const rows = await connection.runAndReadAll(`describe ${select}`);
  return rows
    .getRowObjects()
    .map((c) => `${c.column_name} ${String(c.column_type).toLowerCase()}`)
    .join(", ");
};

test.each(tables)("%s: the columns of its select are those that it declares", async (name, _, table) => {
  expect(await described(table.select(inputs).text)).toBe(martTableColumns[name]);
});

test.each(
  tables,
)("%s: says what it holds, by what its rows are told apart, and what each column means", (_, mart, table) => {
  const columns = table.columns(martFacts);
  const names = columns.map((c) => c.name);
  expect(new Set(names).size, "a column twice").toBe(names.length);
  for (const key of table.grain) expect(names).toContain(key);
  expect(columns.filter((c) => c.meaning === "").map((c) => c.name)).toEqual([]);
  expect(table.holds).not.toBe("");
  expect(en[mart.question]).toMatch(/\?$/);
});

test.each(
  tables,
)("%s: rows of customers replace those of their day, and are known to be theirs when one is forgotten", (_, mart, {
  columns,
  grain,
  replaces,
}) => {
  const ofCustomers = columns(martFacts).some(({ name }) => name === "customer_id");
  expect(grain.includes("customer_id"), mart.name).toBe(ofCustomers);
  if (ofCustomers) expect(replaces).toBe("date");
});

// what people, or the log, call things
const open = new Set([
  ...["customer_id", "attribute", "source", "segment", "key", "rfm", "label", "reason_text"],
  ...["dimension", "campaign", "described", "currency", "feature", "level", "base_level"],
]);

test.each(tables)("%s: says what each text can be, unless anybody may call things so", (_, __, table) => {
  const texts = table.columns(martFacts).filter(({ type }) => type === "text");
  expect(texts.filter(({ name, values }) => !values && !open.has(name)).map(({ name }) => name)).toEqual([]);
  expect(texts.filter(({ name, values }) => values && open.has(name)).map(({ name }) => name)).toEqual([]);
});

test("no table is made twice", () => {
  const names = tables.map(([name]) => name);
  expect(new Set(names).size).toBe(names.length);
});

test.each(
  tables,
)("%s: of empty tables it makes an empty table or zeros, and nothing fails", async (_, mart, table) => {
  await connection.runAndReadAll(table.select(inputs).text);
  for (const identity of mart.identities) await connection.runAndReadAll(identity.select(inputs).text);
});

test.each(
  marts.map((mart) => [mart.name, mart] as const),
)("%s: a command shows columns that its view has", async (_, mart) => {
  const shown = await described(mart.view.select(inputs, { limit: 5, filters: {} }).text);
  for (const { name } of mart.view.columns(martFacts)) expect(`, ${shown}`).toContain(`, ${name} `);
});

test.each(
  marts.map((mart) => [mart.name, mart] as const),
)("%s: its view applies filters, by each column of its table that has no figures", async (_, mart) => {
  const values = { text: "any text", date: "2024-05-17", integer: "4711", count: "4711", boolean: "true" };
  for (const { name, type } of mart.tables[0]!.columns(martFacts)) {
    if (type === "number") continue;
    const { text } = mart.view.select(inputs, { limit: 5, filters: { [name]: values[type] } });
    expect(text).toContain(`'${values[type]}'`);
    await connection.runAndReadAll(text);
    const without = mart.view.select(inputs, { limit: 5, filters: { [name]: "" } }).text;
    expect(without).toMatch(new RegExp(`"${name}" is null`));
    await connection.runAndReadAll(without);
  }
});

test("no two marts have the same command, and none that of another", () => {
  const names = marts.map((mart) => commandName(mart.name));
  expect(new Set(names).size).toBe(names.length);
  const others = [...stageNames, "run", "init", "explain", "status", "compare", "forget", "models", "schema"];
  expect(names.filter((name) => others.includes(name))).toEqual([]);
});

test.each(tables)("%s: lists of values are of texts, and what adds up is a number", (_, _mart, table) => {
  for (const column of table.columns(martFacts)) {
    if (column.values) expect(column.type, column.name).toBe("text");
    if (column.adds) expect(["number", "count"], column.name).toContain(column.type);
    if (column.adds) expect(table.grain).not.toContain(column.name);
  }
});
