import { dirname } from "node:path";
import {
  Data,
  type DataType,
  DateDay,
  Field,
  Float64,
  Int32,
  RecordBatch,
  Schema,
  Struct,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Engine } from "../../../pipeline/engines/engine.js";
import { ClvError } from "../../../pipeline/errors.js";
import { type Sql, sql } from "../../../pipeline/sql/sql.js";

/** One place where an engine keeps the tables of a run. */
export interface EngineHome {
  /** A new engine over the same tables; the contract closes it. */
  open(): Promise<Engine>;
  /** Removes everything; called after the engines were closed. */
  remove(): Promise<void>;
}

const rowSchema = new Schema([
  new Field("k", new Int32(), true),
  new Field("v", new Float64(), true),
  new Field("d", new DateDay(), true),
  new Field("s", new Utf8(), true),
]);

/** Row i of the contract's table: every fifth v and every seventh s is absent, s alternates short and long. */
const contractRow = (i: number) => ({
  k: i,
  v: i % 5 === 4 ? null : i / 8,
  d: 10_000 + (i % 1000),
  s: i % 7 === 6 ? null : i % 2 === 0 ? `é${i}` : `a text of more than twelve bytes, ${i}`,
});

export function contractBatch(from: number, rows: number): RecordBatch {
  const values = Array.from({ length: rows }, (_, i) => contractRow(from + i));
  const column = (name: keyof ReturnType<typeof contractRow>, type: DataType): Data =>
    vectorFromArray(
      values.map((row) => row[name]),
      type,
    ).data[0]!;
  const day = Int32Array.from(values, (row) => row.d);
  const days = new Data(new DateDay(), 0, rows, 0, [undefined, day] as never);
  const children = [column("k", new Int32()), column("v", new Float64()), days, column("s", new Utf8())];
  return new RecordBatch(rowSchema, new Data(new Struct(rowSchema.fields), 0, rows, 0, undefined, children));
}

/** Some columns of a batch, in the given order (RecordBatch.select of apache-arrow 21.2 mixes them up). */
function pick(batch: RecordBatch, names: readonly string[]): RecordBatch {
  const fields = names.map((name) => batch.schema.fields.find((field) => field.name === name)!);
  const children = names.map((name) => batch.getChild(name)!.data[0]!);
  return new RecordBatch(
    new Schema(fields),
    new Data(new Struct(fields), 0, batch.numRows, 0, undefined, children),
  );
}

export async function collect(batches: AsyncIterable<RecordBatch>): Promise<RecordBatch[]> {
  const all: RecordBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

/** Rows as plain arrays; whole numbers of any width as numbers. */
export async function rowsOf(batches: AsyncIterable<RecordBatch>): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  for (const batch of await collect(batches)) {
    for (let i = 0; i < batch.numRows; i++) {
      rows.push(
        batch.schema.fields.map((_, c) => {
          const value: unknown = batch.getChildAt(c)?.get(i);
          return typeof value === "bigint" ? Number(value) : value;
        }),
      );
    }
  }
  return rows;
}

async function refusal(work: Promise<unknown>): Promise<ClvError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ClvError);
  return error as ClvError;
}

/** Takes far longer than a second where t has 20,000 rows. */
const crossJoin = (t: Sql): Sql =>
  sql`select sum(a.v * b.v + c.k) as n from ${t} a, ${t} b, ${t} c where c.k < 20`;

/**
 * What every engine must do; run it with a factory.
 * @param slowOver a select over table t that takes far longer than a second, but ends
 */
export function engineContract(
  name: string,
  create: () => Promise<EngineHome>,
  slowOver: (t: Sql) => Sql = crossJoin,
): void {
  describe(`${name}: engine contract`, () => {
    let home: EngineHome;
    let engine: Engine;
    const t = { name: "t" };
    const fromT = (): Sql => engine.dialect.table("t");
    const slow = (): Sql => slowOver(fromT());
    const count = async (): Promise<unknown> =>
      (await rowsOf(engine.query(sql`select count(*) from ${fromT()}`)))[0]?.[0];

    beforeEach(async () => {
      home = await create();
      engine = await home.open();
    });
    afterEach(async () => {
      await engine.close();
      await home.remove();
    });

    test("what is loaded is what a query gives back, in the asked order, over many batches", async () => {
      const batches = [
        contractBatch(0, 3),
        contractBatch(3, 5000),
        contractBatch(5003, 0),
        contractBatch(5003, 70_001),
      ];
      expect(await engine.load(t, batches)).toBe(75_004);
      const rows = await rowsOf(engine.query(sql`select k, v, s from ${fromT()} order by k`));
      expect(rows.length).toBe(75_004);
      const expected = Array.from({ length: 75_004 }, (_, i) => contractRow(i)).map((row) => [
        row.k,
        row.v,
        row.s,
      ]);
      expect(rows).toEqual(expected);
      const days = await rowsOf(
        engine.query(sql`select count(*), min(d), max(d) from ${fromT()} where d >= date '1997-05-20'`),
      );
      // day 10,000 is 1997-05-19
      expect(days).toEqual([[75_004 - 76, 10_001 * 86_400_000, 10_999 * 86_400_000]]);
    });

    test("batches hold at most 131,072 rows", async () => {
      await engine.load(t, [contractBatch(0, 140_000)]);
      const batches = await collect(engine.query(sql`select k from ${fromT()} order by k`));
      expect(batches.map((batch) => batch.numRows).reduce((a, b) => a + b)).toBe(140_000);
      expect(Math.max(...batches.map((batch) => batch.numRows))).toBeLessThanOrEqual(131_072);
      expect(batches.every((batch) => batch.numRows > 0)).toBe(true);
    });

    test("a result without rows is one empty batch with its schema", async () => {
      await engine.load(t, [contractBatch(0, 10)]);
      const batches = await collect(engine.query(sql`select k, s from ${fromT()} where k < 0`));
      expect(batches.map((batch) => batch.numRows)).toEqual([0]);
      expect(batches[0]?.schema.names).toEqual(["k", "s"]);
    });

    test("load replaces, also by a table without rows and by other columns", async () => {
      await engine.load(t, [contractBatch(0, 10)]);
      await engine.load(t, [pick(contractBatch(0, 4), ["s", "k"])]);
      expect(await rowsOf(engine.query(sql`select * from ${fromT()} order by k`))).toEqual([
        ["é0", 0],
        ["a text of more than twelve bytes, 1", 1],
        ["é2", 2],
        ["a text of more than twelve bytes, 3", 3],
      ]);
      expect(await engine.load(t, [contractBatch(0, 0)])).toBe(0);
      expect(await count()).toBe(0);
    });

    test("a load whose rows fail leaves the old table and passes the failure on", async () => {
      await engine.load(t, [contractBatch(0, 10)]);
      const broken = new Error("the source broke");
      async function* source(): AsyncGenerator<RecordBatch> {
        yield contractBatch(0, 200_000);
        throw broken;
      }
      await expect(engine.load(t, source())).rejects.toBe(broken);
      expect(await count()).toBe(10);
      expect((await refusal(engine.load(t, []))).code).toBe("ENGINE_REFUSED");
      const other = [contractBatch(0, 5), pick(contractBatch(0, 5), ["k"])];
      expect((await refusal(engine.load(t, other))).message).toContain("after row 5");
      expect(await count()).toBe(10);
    });

    test("a materialized table outlives the engine and is replaced as a whole", async () => {
      await engine.load({ name: "source" }, [contractBatch(0, 1000)]);
      const source = engine.dialect.table("source");
      expect(await engine.materialize(t, sql`select k, s from ${source} where k < 900`)).toBe(900);
      await engine.close();
      engine = await home.open();
      expect(await count()).toBe(900);
      expect(await engine.materialize(t, sql`select k + 1 as k1 from ${fromT()}`)).toBe(900);
      expect(await rowsOf(engine.query(sql`select min(k1), max(k1) from ${fromT()}`))).toEqual([[1, 900]]);
      await refusal(engine.materialize(t, sql`select no_such_column from ${fromT()}`));
      expect(await count()).toBe(900);
    });

    test("the file of a table holds it, where the engine has files, and another engine of its kind finds the table", async () => {
      await engine.materialize({ name: "kept" }, sql`select 1 as a union all select 2 as a`);
      const file = engine.tableFile({ name: "kept" });
      expect(file === null).toBe(!engine.readsFiles);
      if (file === null) return;
      expect(await engine.rows(sql`select count(*) as n from read_parquet(${file})`)).toEqual([{ n: 2 }]);
      const run = { directory: dirname(file), namespace: "" };
      const table = await engine.tableOf(run, { name: "kept" });
      expect(await engine.rows(sql`select count(*) as n from ${table!}`)).toEqual([{ n: 2 }]);
      expect(await engine.tableOf(run, { name: "missing" })).toBeNull();
    });

    test("a loaded and a materialized table can take each other's name", async () => {
      await engine.load(t, [contractBatch(0, 10)]);
      expect(await engine.materialize(t, sql`select k from ${fromT()} where k < 3`)).toBe(3);
      expect(await count()).toBe(3);
      await engine.load(t, [contractBatch(0, 10)]);
      expect(await count()).toBe(10);
    });

    test("a dropped table is gone, for good when it was materialized; dropping nothing is fine", async () => {
      await engine.drop(t);
      await engine.load(t, [contractBatch(0, 10)]);
      await engine.drop(t);
      expect((await refusal(count())).code).toBe("ENGINE_REFUSED");
      await engine.load({ name: "source" }, [contractBatch(0, 10)]);
      await engine.materialize(t, sql`select k from ${engine.dialect.table("source")}`);
      await engine.drop(t);
      await refusal(count());
      await engine.close();
      engine = await home.open();
      await refusal(count());
    });

    test("describe and rows: columns of a select, and a small result as objects", async () => {
      await engine.load(t, [contractBatch(0, 5)]);
      const columns = await engine.describe(sql`select k, s as "a b" from ${fromT()}`);
      expect(columns.map((column) => column.name)).toEqual(["k", "a b"]);
      expect(columns.every((column) => column.type.length > 0)).toBe(true);
      const rows = await engine.rows(
        sql`select k, v, d, s, count(*) over () as n from ${fromT()} where k >= 3 order by k`,
      );
      expect(rows).toEqual([
        { k: 3, v: 0.375, d: "1997-05-22", s: "a text of more than twelve bytes, 3", n: 2 },
        { k: 4, v: null, d: "1997-05-23", s: "é4", n: 2 },
      ]);
    });

    test("an aborted statement is INTERRUPTED soon, and the engine goes on", async () => {
      await engine.load(t, [contractBatch(0, 20_000)]);
      const runs: ((signal: AbortSignal) => Promise<unknown>)[] = [
        (signal) => collect(engine.query(slow(), signal)),
        (signal) => engine.execute(slow(), signal),
        (signal) => engine.materialize({ name: "m" }, slow(), signal),
      ];
      for (const run of runs) {
        const stop = new AbortController();
        const timer = setTimeout(() => stop.abort(), 100);
        const started = performance.now();
        const error = await refusal(run(stop.signal));
        clearTimeout(timer);
        expect(error.code).toBe("INTERRUPTED");
        expect(performance.now() - started).toBeLessThan(5000);
        expect((await refusal(run(stop.signal))).code).toBe("INTERRUPTED");
      }
      expect(await count()).toBe(20_000);
    });

    test("an aborted load is INTERRUPTED and leaves the old table", async () => {
      await engine.load(t, [contractBatch(0, 10)]);
      const stop = new AbortController();
      async function* source(): AsyncGenerator<RecordBatch> {
        yield contractBatch(0, 200_000);
        stop.abort();
        yield contractBatch(0, 200_000);
      }
      expect((await refusal(engine.load(t, source(), stop.signal))).code).toBe("INTERRUPTED");
      expect(await count()).toBe(10);
    });

    test("a refused statement is ENGINE_REFUSED with its text and cause", async () => {
      const error = await refusal(engine.execute(sql`select * from no_such_table_here`));
      expect(error.code).toBe("ENGINE_REFUSED");
      expect(error.message).toContain("Statement: select * from no_such_table_here");
      expect(error.cause).toBeInstanceOf(Error);
      const fromQuery = await refusal(collect(engine.query(sql`select * from no_such_table_here`)));
      expect(fromQuery.code).toBe("ENGINE_REFUSED");
      const long = await refusal(engine.execute(sql`select ${"x".repeat(50_000)} from no_such_table_here`));
      expect(long.message.length).toBeLessThan(5000);
    });

    test("queries may overlap, and one may be left before its end", async () => {
      await engine.load(t, [contractBatch(0, 140_000)]);
      const all = sql`select k from ${fromT()} order by k`;
      const size = async (): Promise<number> =>
        (await collect(engine.query(all))).reduce((sum, batch) => sum + batch.numRows, 0);
      const outer = engine.query(all)[Symbol.asyncIterator]();
      expect((await outer.next()).done).toBe(false);
      expect(await Promise.all([size(), size(), size()])).toEqual([140_000, 140_000, 140_000]);
      for await (const batch of engine.query(all)) {
        expect(batch.numRows).toBeGreaterThan(0);
        break;
      }
      await outer.return?.();
      expect(await count()).toBe(140_000);
    });

    test("closing twice is fine, also during a query; afterwards statements are refused", async () => {
      await engine.load(t, [contractBatch(0, 20_000)]);
      const running = refusal(collect(engine.query(slow())));
      await new Promise((resolve) => setTimeout(resolve, 50));
      await Promise.all([engine.close(), engine.close()]);
      expect((await running).code).toBe("ENGINE_REFUSED");
      await engine.close();
      expect((await refusal(engine.execute(sql`select 1`))).message).toContain("closed");
      expect(engine.progress()).toBeNull();
    });
  });
}
