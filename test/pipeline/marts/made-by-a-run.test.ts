import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { MartsFile } from "../../../pipeline/artifacts/marts-file.js";
import { marts } from "../../../pipeline/marts/marts.js";
import { fromSpreadsheet } from "../../../pipeline/sql/spreadsheet-text.js";
import { id } from "../../../pipeline/sql/sql.js";
import { scratch } from "../cli/clv-process.js";
import { query, readArrow } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { madeMarts, shopFolder } from "./shop-run.js";

const folder = await scratch();
const publish = ["duckdb:out/w.duckdb", ...["parquet", "csv", "arrow"].map((format) => `${format}:out`)];
// biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
let run: any;
let made: MartsFile;

beforeAll(async () => {
  await shopFolder(folder);
  run = await runHere(folder, { publish });
  made = await madeMarts(run.runDir);
});

const replaces = new Map<string, string>(
  marts.flatMap(({ tables }) => tables.map((table) => [table.name, table.replaces])),
);
const tables = (): string[] => made.marts.flatMap((mart) => mart.tables.map(({ table }) => table));
const stored = (table: string): string => join(run.runDir, "tables", `${table}.parquet`);
const resume = (flags: object = {}) => runHere(folder, { publish, ...flags }, { resume: true });

test("every mart of the list is there, or says what it lacks", () => {
  expect(made.marts.map(({ name }) => name)).toEqual(marts.map(({ name }) => name));
  for (const [i, mart] of marts.entries()) {
    expect(made.marts[i]!.lacks, mart.name).toEqual(mart.needs(made.facts));
    expect(made.marts[i]!.tables.map(({ table }) => table)).toEqual(
      made.marts[i]!.lacks === null ? mart.tables.map(({ name }) => name) : [],
    );
  }
  expect(tables().length).toBeGreaterThan(0);
});

test("tables that marts are prepared with are gone when the stage ends", async () => {
  const [{ files }] = (await query(
    `select list(file) as files from glob('${join(run.runDir, "tables")}/*.parquet')`,
  )) as [{ files: string[] }];
  expect(files.filter((file) => /\/mart_/.test(file))).toEqual([]);
});

test("what is published is what the run holds, whatever the format, with its run and date in front", async () => {
  for (const table of tables()) {
    const slice = replaces.get(table) === "run" ? run.runId : run.asOf;
    const file = (format: string): string => `'${join(folder, "out", table, `${slice}.${format}`)}'`;
    const own = `(select '${run.runId}' as run_id, date '${run.asOf}' as as_of, m.* from '${stored(table)}' m)`;
    const columns = (await query(
      `select column_name as name, column_type as type from (describe from ${own})`,
    )) as { name: string; type: string }[];
    const types = columns.map(({ name, type }) => `'${name}': '${type}'`).join(", ");
    const texts = columns.filter(({ type }) => type === "VARCHAR").map(({ name }) => id(name));
    const back = texts.map((name) => `${fromSpreadsheet(name).text} as ${name.text}`).join(", ");
    const csv = `(select * replace (${back}) from read_csv(${file("csv")}, header = true, columns = {${types}}))`;
    for (const relation of [file("parquet"), csv])
      expect(await differing(relation, own), `${table} ${relation}`).toEqual([{ n: "0" }]);
    expect(
      await query(
        `select count(*) as n from ((from ${table} except all from ${own}) union all (from ${own} except all from ${table}))`,
        join(folder, "out/w.duckdb"),
      ),
      table,
    ).toEqual([{ n: "0" }]);
    const arrow = await readArrow(join(folder, "out", table, `${slice}.arrow`));
    expect(arrow.columns, table).toEqual(columns.map(({ name }) => name));
    const keys = columns.filter(({ type }) => type === "DOUBLE").map(({ name }) => name);
    const rows = await query(`from ${own}`);
    expect(arrow.rows).toBe(rows.length);
    for (const key of keys) expect(arrow.values(key), key).toEqual(rows.map((row) => row[key]));
  }
});

const differing = (one: string, other: string) =>
  query(
    `select count(*) as n from ((from ${one} except all from ${other}) union all (from ${other} except all from ${one}))`,
  );

test("a resumed run keeps them; of a damaged table it makes all again, the same bytes; so it does for other targets, and scores stay", async () => {
  const before = await Promise.all(tables().map((table) => readFile(stored(table))));
  expect((await resume()).kept).toContain("derive");
  await appendFile(stored(tables()[0]!), "x");
  const again = await resume();
  expect(again.kept).toContain("score");
  expect(again.kept).not.toContain("derive");
  const after = await Promise.all(tables().map((table) => readFile(stored(table))));
  expect(after.map((bytes, i) => bytes.equals(before[i]!))).not.toContain(false);
  const aimed = await resume({ targets: { ltvCac: 4 } });
  expect(aimed.kept).not.toContain("derive");
  expect(aimed.totals).toEqual(run.totals);
  const without = await resume({ marts: "none" });
  expect(without.kept).toContain("score");
  const { marts: none } = await madeMarts(without.runDir);
  expect(none.map(({ lacks, tables }) => [lacks?.code, tables.length])).toEqual(
    marts.map(() => ["marts.off", 0]),
  );
});
