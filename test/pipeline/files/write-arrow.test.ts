import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Field,
  Int32,
  type RecordBatch,
  Schema,
  Table,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
} from "apache-arrow";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDuckDb } from "../../../pipeline/engines/duckdb/duckdb.js";
import { readArrowBatches } from "../../../pipeline/files/read-arrow.js";
import { writeArrowFile } from "../../../pipeline/files/write-arrow.js";
import { sql } from "../../../pipeline/sql/sql.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "clv-sink-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const part = (from: number, rows: number) =>
  tableFromArrays({
    k: Int32Array.from({ length: rows }, (_, i) => from + i),
    v: new Float64Array(rows).fill(from),
  }).batches[0]!;

test("the file is the one apache-arrow writes in one piece", async () => {
  const batches = [part(0, 1000), part(1000, 3), part(1003, 5000)];
  const path = join(directory, "t.arrow");
  expect(await writeArrowFile(path, batches[0]!.schema, batches)).toBe(6003);
  const whole = tableToIPC(new Table(batches[0]!.schema, batches), "file");
  expect(Buffer.compare(await readFile(path), Buffer.from(whole))).toBe(0);
  expect(tableFromIPC(await readFile(path)).numRows).toBe(6003);
});

test("no batch gives a file with the schema and no rows", async () => {
  const path = join(directory, "none.arrow");
  const schema = new Schema([new Field("k", new Int32(), true)]);
  expect(await writeArrowFile(path, schema, [])).toBe(0);
  const back = tableFromIPC(await readFile(path));
  expect(back.schema.names).toEqual(["k"]);
  expect(back.numRows).toBe(0);
});

test("a failing source or a foreign batch leaves the old file and nothing else", async () => {
  const path = join(directory, "kept.arrow");
  const first = part(0, 10);
  await writeArrowFile(path, first.schema, [first]);
  const before = await readFile(path);
  const broken = new Error("the source broke");
  async function* source(): AsyncGenerator<RecordBatch> {
    yield part(0, 1000);
    throw broken;
  }
  await expect(writeArrowFile(path, first.schema, source())).rejects.toBe(broken);
  const foreign = tableFromArrays({ k: Int32Array.of(1) }).batches[0]!;
  await expect(writeArrowFile(path, first.schema, [first, foreign])).rejects.toMatchObject({
    code: "SINK_REFUSED",
  });
  expect(Buffer.compare(await readFile(path), before)).toBe(0);
  expect((await readdir(directory)).filter((name) => name.includes("kept"))).toEqual(["kept.arrow"]);
  await expect(
    writeArrowFile(join(directory, "no", "folder.arrow"), first.schema, [first]),
  ).rejects.toMatchObject({ code: "SINK_REFUSED" });
});

test("another dictionary in a later batch is refused, not written wrongly", async () => {
  const words = (list: string[]) => {
    const { data } = tableFromArrays({ s: list }).batches[0]!;
    return data;
  };
  const { schema } = tableFromArrays({ s: ["a"] }).batches[0]!;
  const { RecordBatch: Batch } = await import("apache-arrow");
  const batches = [new Batch(schema, words(["a", "b"])), new Batch(schema, words(["c"]))];
  await expect(writeArrowFile(join(directory, "d.arrow"), schema, batches)).rejects.toMatchObject({
    code: "SINK_REFUSED",
  });
});

test("batches are drained as they come: memory does not grow with the file", async () => {
  const path = join(directory, "large.arrow");
  const batch = part(0, 131_072);
  let most = 0;
  const start = process.memoryUsage().arrayBuffers;
  async function* source(): AsyncGenerator<RecordBatch> {
    for (let i = 0; i < 100; i++) {
      yield part(0, 131_072);
      most = Math.max(most, process.memoryUsage().arrayBuffers - start);
    }
  }
  expect(await writeArrowFile(path, batch.schema, source())).toBe(13_107_200);
  expect((await stat(path)).size).toBeGreaterThan(150e6);
  let rows = 0;
  let readMost = 0;
  for await (const back of readArrowBatches(path)) {
    rows += back.numRows;
    readMost = Math.max(readMost, process.memoryUsage().arrayBuffers - start);
  }
  expect(rows).toBe(13_107_200);
  // garbage that V8 has not collected yet counts as well
  expect(most).toBeLessThan(120e6);
  expect(readMost).toBeLessThan(120e6);
  await rm(path);
});

test("a query goes to a file and back, with two enum columns", async () => {
  const engine = await openDuckDb({
    directory: join(directory, "run"),
    memoryLimit: "300MB",
    threads: 2,
    spillDirectory: join(directory, "spill"),
  });
  try {
    await engine.execute(sql`create type a as enum ('x', 'y')`);
    await engine.execute(sql`create type b as enum ('p', 'q', 'r')`);
    await engine.execute(sql`create table t as select i::int as i, (['x', 'y'][i % 2 + 1])::a as a, (['p', 'q', 'r'][i % 3 + 1])::b as b,
      (i / 3)::decimal(18, 4) as d, 'text ' || i as s from range(300000) t(i)`);
    const path = join(directory, "q.arrow");
    const batches = engine.query(sql`select * from t order by i`);
    const first = await batches[Symbol.asyncIterator]().next();
    expect(first.done).toBe(false);
    const { schema } = first.value as RecordBatch;
    expect(await writeArrowFile(path, schema, engine.query(sql`select * from t order by i`))).toBe(300_000);
    expect(await engine.load({ name: "back" }, readArrowBatches(path))).toBe(300_000);
    expect(
      await engine.rows(
        sql`select i, a::varchar, b::varchar, d, s from t except select i, a, b, d, s from back`,
      ),
    ).toEqual([]);
  } finally {
    await engine.close();
  }
});
