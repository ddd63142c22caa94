import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDuckDb } from "../../pipeline/engines/duckdb/duckdb.js";
import type { Engine, Row } from "../../pipeline/engines/engine.js";
import { foldedId } from "../../pipeline/sql/customer-id.js";
import { foldId, idFoldings } from "../../pipeline/sql/fold-id.js";
import { id, list, raw, type Sql, sql } from "../../pipeline/sql/sql.js";
import { columnsFor, statements, tableColumns } from "../pipeline/sql/statements.js";
import { thorough } from "../thorough.js";
import { dateFormats, nastyAmounts, nastyDays, nastyIds, nastyTexts, zonePairs } from "./nasty-texts.js";
import { nearRows } from "./near-rows.js";
import { comparisons, stepTables } from "./statements-steps.js";
import { wildComparisons, wildTables } from "./wild-steps.js";

/** Every statement on a real server: it is taken, gives the types that DuckDB gives, and on nasty data the same rows. */
export function statementsSuite(name: string, open: () => Promise<Engine>): void {
  describe(`${name}: one statement, the same rows as DuckDB`, () => {
    let folder: string;
    let engines: readonly [Engine, Engine];
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "clv-statements-"));
      const duckdb = await openDuckDb({
        directory: join(folder, "tables"),
        memoryLimit: "500MB",
        threads: 1,
        spillDirectory: folder,
      });
      engines = [duckdb, await open()];
    });
    afterAll(async () => {
      for (const engine of engines ?? []) await engine.close();
      await rm(folder, { recursive: true, force: true });
    });

    /** A statement for each engine, materialized in both under one name. */
    const store = async (table: string, select: (engine: Engine) => Sql): Promise<void> => {
      const rows: number[] = [];
      for (const engine of engines)
        rows.push(await engine.materialize({ name: table }, engine.dialect.spell(select(engine))));
      expect(rows[1], `rows of ${table}`).toBe(rows[0]);
    };
    const rowsOf = async (select: (engine: Engine) => Sql): Promise<[Row[], Row[]]> => {
      const [duckdb, server] = engines;
      const of = (engine: Engine) => engine.rows(engine.dialect.spell(select(engine)));
      return [await of(duckdb), await of(server)];
    };

    test("every golden statement is explained, and has the columns and types of DuckDB", async () => {
      for (const table of Object.keys(tableColumns))
        await store(table, ({ dialect }) => emptyTable(columnsFor(dialect, table)));
      const [duckdb, server] = engines;
      const differences: string[] = [];
      for (const [statement, expected] of Object.entries(statements(duckdb.dialect))) {
        const select = server.dialect.spell(statements(server.dialect)[statement]!);
        // carried out on empty tables with CLV_THOROUGH=1; on nasty ones below
        const described = thorough ? select : sql`select * from (${select}) s limit 0`;
        const here = await schemaOf(duckdb, expected);
        const there = await server
          .execute(raw(`explain ${select.text}`))
          .then(() => schemaOf(server, described))
          .catch(String);
        if (there !== here) differences.push(`${statement}: ${there} instead of ${here}`);
      }
      expect(differences).toEqual([]);
    }, 900_000);

    describe("on nasty orders", () => {
      for (const { table, select } of [...stepTables, ...wildTables])
        test(`the table ${table}`, async () => {
          await store(table, (engine) => select(engine.dialect));
          const columns = (await engines[0].describe(sql`select * from ${id(table)}`)).map((c) => c.name);
          const shown = columns.filter((column) => !hashes.includes(column));
          if (shown.length === 0) return;
          const order = list(shown.map((column) => sql`${id(column)} nulls first`));
          const [expected, found] = await rowsOf(
            () => sql`select ${list(shown.map(id))} from ${id(table)} order by ${order}`,
          );
          expect(expected.length).toBeGreaterThan(0);
          nearRows(found, expected, 1e-9);
        });

      for (const { title, select, tolerance } of comparisons)
        test(title, async () => {
          const [expected, found] = await rowsOf((engine) => select(engine.dialect));
          expect(expected.length).toBeGreaterThan(0);
          nearRows(found, expected, tolerance);
        });

      for (const [title, select] of Object.entries(wildComparisons))
        test(title, async () => {
          const [expected, found] = await rowsOf((engine) => select(engine.dialect));
          expect(expected.length).toBeGreaterThan(0);
          expect(found).toEqual(expected);
        });
    });

    describe("on nasty texts", () => {
      const texts = (values: readonly string[]): Sql =>
        sql`(values ${list(values.map((value, i) => sql`(${i}, ${value})`))}) v(i, v)`;
      const compare = async (values: readonly string[], of: (engine: Engine) => Sql): Promise<void> => {
        const [expected, found] = await rowsOf(
          (engine) => sql`select i, v, ${of(engine)} as result from ${texts(values)} order by i`,
        );
        expect(found).toEqual(expected);
      };

      test.each(dateFormats)("a day as %s", async (format) => {
        for (const zones of zonePairs)
          await compare(nastyDays, ({ dialect }) => dialect.parseDay(raw("v"), "text", { format, ...zones }));
      });

      test.each(dateFormats)("whether a text looks like %s", async (format) => {
        await compare(nastyDays, ({ dialect }) => dialect.looksLikeDate(raw("v"), format));
      });

      test.each([".", ","] as const)("an amount with decimal separator %s", async (separator) => {
        for (const scale of [4, 8] as const)
          await compare(nastyAmounts, ({ dialect }) =>
            dialect.parseDecimal(raw("v"), "text", separator, scale),
          );
        await compare(
          nastyAmounts,
          ({ dialect }) => sql`coalesce(${dialect.isNumber(raw("v"), "text", separator)}, false)`,
        );
      });

      test("cleaned text, order by bytes and the portable hash", async () => {
        await compare(nastyTexts, ({ dialect }) => dialect.cleanText(raw("v"), ["null", "N/A"]));
        await compare(nastyTexts, ({ dialect }) => dialect.textHash(raw("v")));
        const [expected, found] = await rowsOf(
          ({ dialect }) => sql`select v from ${texts(nastyTexts)} order by ${dialect.byBytes(raw("v"))}`,
        );
        expect(found).toEqual(expected);
        const [json, jsonThere] = await rowsOf(
          ({ dialect }) =>
            sql`select i, ${dialect.rowJson([
              { name: "i", value: raw("i") },
              { name: `a "b"`, value: raw("v") },
              { name: "none", value: raw("cast(null as varchar)") },
            ])} as json from ${texts(nastyTexts)} order by i`,
        );
        const parsed = (rows: Row[]) => rows.map((row) => JSON.parse(String(row.json)) as unknown);
        expect(parsed(jsonThere)).toEqual(parsed(json));
      });

      test("the id that all spellings share", async () => {
        const foldings = idFoldings.filter((each) => each !== "unicode");
        for (const each of [...foldings.map((one) => [one]), foldings]) {
          const [, found] = await rowsOf(
            ({ dialect }) =>
              sql`select v, ${foldedId(dialect, raw("v"), each)} as result from ${texts(nastyIds)} order by i`,
          );
          expect(found).toEqual(nastyIds.map((v) => ({ v, result: foldId(v, each) })));
        }
        const composed = ["e\u0301", "\u00e9", "\u212b", "ﬁ", "\u1112\u1161\u11ab"];
        if (engines[1].dialect.normalForm(raw("v")) !== null)
          await compare(composed, ({ dialect }) => dialect.normalForm(raw("v"))!);
      });

      test("an amount that a rate has multiplied", async () => {
        const values = ["0", "1.00005", "-1.00005", "0.00015", "123456789.12345", "1e13", "1e14", "-1e15"];
        const [expected, found] = await rowsOf(
          ({ dialect }) =>
            sql`select i, cast(${dialect.tryDecimal(raw("cast(v as double precision)"))} as decimal(18,4)) as amount from ${texts(values)} order by i`,
        );
        expect(found).toEqual(expected);
      });
    });
  });
}

/** Columns that each engine fills with numbers of its own. */
const hashes = ["row_hash", "duplicate_key"];

/** A select without rows that has these columns. */
function emptyTable(columns: string): Sql {
  const parts = columns.split(/, ?(?=[a-z]\w* )/).map((column) => {
    const [name, ...type] = column.trim().split(" ");
    return sql`cast(null as ${raw(type.join(" ").replace(/ collate "C"$/, ""))}) as ${id(name!)}`;
  });
  return sql`select ${list(parts)} where 1 = 0`;
}

async function schemaOf(engine: Engine, select: Sql): Promise<string> {
  for await (const batch of engine.query(select))
    return batch.schema.fields
      .filter((field) => !hashes.includes(field.name))
      .map((field) => `${field.name} ${field.type}`)
      .join(", ");
  return "";
}
